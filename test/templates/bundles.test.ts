// The bundled actions are what their source says, and stand alone.

import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

const TOP = join(import.meta.dirname, '../..')
const ACTIONS = join(TOP, 'templates/target/.github/actions')

describe('bundled actions', () => {
  test('are those of the source: `npm run bundle` would change nothing', () => {
    const script = join(TOP, 'tools/bundle-actions.ts')
    expect(() => execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' })).not.toThrow()
  })

  const bundled = readdirSync(ACTIONS).filter((name) =>
    readdirSync(join(ACTIONS, name)).includes('index.mjs'),
  )
  test('there are two', () => expect(bundled).toEqual(['baton-guard', 'baton-measure']))

  test.each(bundled)('%s needs nothing but Node', (name) => {
    const code = readFileSync(join(ACTIONS, name, 'index.mjs'), 'utf8')
    const imported = [...code.matchAll(/^import\s[^;]*?from\s*["']([^"']+)["']/gm)].map((found) => found[1])
    expect(imported.length).toBeGreaterThan(0)
    expect(imported.filter((module) => module?.startsWith('node:') !== true)).toEqual([])
    expect(code).not.toMatch(/\brequire\(|\bimport\(/)
    // Where its modules lay when it was made is nobody's business, and differs from one machine to the next.
    expect(code).not.toMatch(/\.\.\/.*node_modules/)
  })

  test.each(bundled)('%s declares every input that its source reads, and no other', (name) => {
    const declared = Object.keys(parse(readFileSync(join(ACTIONS, name, 'action.yml'), 'utf8')).inputs)
    const code = readFileSync(join(ACTIONS, name, 'index.mjs'), 'utf8')
    const read = [...code.matchAll(/(?:input|check|json)\("([a-z_]+)"|INPUT_([A-Z_]+)/g)].map(
      ([, lower, upper]) => lower ?? upper?.toLowerCase() ?? '',
    )
    expect([...new Set(read)].sort()).toEqual(declared.sort())
  })

  test('the licenses of what is bundled go with it', () => {
    const text = readFileSync(join(ACTIONS, 'baton-measure/LICENSES.txt'), 'utf8')
    const code = readFileSync(join(ACTIONS, 'baton-measure/index.mjs'), 'utf8')
    const bundled = [...code.matchAll(/^\/\/ node_modules\/((?:@[^/]+\/)?[^/]+)\//gm)].map(
      ([, name = '']) => name,
    )
    const parts = text.split('\n---\n\n').map((part) => part.split(' ')[0])
    expect(parts).toEqual([...new Set(bundled)].toSorted())
    expect(text.match(/\b(?:ISC|MIT) License/g)).toHaveLength(parts.length)
  })
})
