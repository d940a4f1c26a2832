// Glob and Grep on a real folder.

import { mkdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { put } from '../workspace/fixture.ts'
import { freshFolders, call, refused, root } from './fixture.ts'

freshFolders()

describe('Glob', () => {
  it('finds by pattern, newest first, without ignored files and .git', async () => {
    put(root, { '.gitignore': 'build/\n', 'build/x.ts': '', '.hidden/y.ts': '' })
    for (const [index, path] of ['src/add.ts', '.hidden/y.ts', 'src/sub/x.ts'].entries())
      utimesSync(join(root, path), 1000 + index, 1000 + index)
    expect(await call('Glob', { pattern: '**/*.ts' })).toBe('src/sub/x.ts\n.hidden/y.ts\nsrc/add.ts')
    expect(await call('Glob', { pattern: '*.ts' })).toBe('src/sub/x.ts\n.hidden/y.ts\nsrc/add.ts')
    expect(await call('Glob', { pattern: 'src/*.ts' })).toBe('src/add.ts')
    expect(await call('Glob', { pattern: '*.{ts,md}', path: 'src' })).toBe('src/sub/x.ts\nsrc/add.ts')
    expect(await call('Glob', { pattern: '**/.git*' })).toBe('.gitignore')
  })
  it('stops at 200', async () => {
    put(root, Object.fromEntries(Array.from({ length: 230 }, (_, index) => [`many/f${index}.x`, ''])))
    const lines = (await call('Glob', { pattern: 'many/*' })).split('\n')
    expect([lines.length, lines.at(-1)]).toEqual([201, '(30 more: use a narrower pattern)'])
  })
  it.each(['/etc/*', '../*', 'src/../../*'])('refuses the pattern %s', async (pattern) => {
    expect(await refused('Glob', { pattern })).toContain('stays inside')
  })
})

describe('Grep', () => {
  const rows: [string, object, string][] = [
    ['files by default', { pattern: 'two' }, 'src/add.ts\nsrc/sub/x.ts'],
    [
      'lines with numbers',
      { pattern: 'two', output_mode: 'content' },
      'src/add.ts:2:two\nsrc/sub/x.ts:1:deep two',
    ],
    [
      'lines without numbers',
      { pattern: 'two', output_mode: 'content', '-n': false },
      'src/add.ts:two\nsrc/sub/x.ts:deep two',
    ],
    [
      'lines around',
      { pattern: 'two', path: 'src/add.ts', output_mode: 'content', '-A': 1, '-B': 1 },
      'src/add.ts-1-one\nsrc/add.ts:2:two\nsrc/add.ts-3-three',
    ],
    ['counts', { pattern: 't', output_mode: 'count', path: 'src' }, 'src/add.ts:2\nsrc/sub/x.ts:1'],
    ['no case', { pattern: 'READ', '-i': true }, 'README.md'],
    ['by glob', { pattern: '.', glob: '*.md' }, 'README.md'],
    ['by type', { pattern: '.', type: 'md' }, 'README.md'],
    ['over lines', { pattern: 'one.two', multiline: true }, 'src/add.ts'],
    [
      'a limit',
      { pattern: '.', output_mode: 'content', head_limit: 1 },
      '.github/workflows/ci.yml:1:on: push\n(cut after 1 lines: narrow the pattern, path or glob)',
    ],
    ['nothing', { pattern: 'nope' }, 'No match for nope in the worktree.'],
    ['a pattern that looks like an option', { pattern: '--files' }, 'No match for --files in the worktree.'],
  ]
  it.each(rows)('%s', async (_name, input, expected) => expect(await call('Grep', input)).toBe(expected))
  it('250 lines at most', async () => {
    put(root, { many: 'x\n'.repeat(400) })
    expect(
      (await call('Grep', { pattern: 'x', path: 'many', output_mode: 'content' })).split('\n'),
    ).toHaveLength(251)
  })
  it.each([
    [{ pattern: '(' }, /regex parse error/],
    [{ pattern: 'x', path: 'nope' }, /does not exist/],
    [{ pattern: 'x', type: 'nope' }, /unrecognized file type/],
  ])('refuses %j', async (input, expected) => expect(await refused('Grep', input)).toMatch(expected))
  it('takes no configuration from the environment', async () => {
    mkdirSync(join(root, 'c'))
    put(root, { 'c/rc': '--pre=/bin/false\n' })
    process.env['RIPGREP_CONFIG_PATH'] = join(root, 'c/rc')
    try {
      expect(await call('Grep', { pattern: 'three' })).toBe('src/add.ts')
    } finally {
      delete process.env['RIPGREP_CONFIG_PATH']
    }
  })
})
