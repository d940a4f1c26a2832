// The generated documents: up to date, complete, and schemas that a validator of its own agrees with.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import ajvFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { Policy } from '../../src/domain/policy/schema.ts'
import { PackFile } from '../../src/domain/roster/pack.ts'
import { AgentKeys, IGNORED_KEYS } from '../../src/roster/agent-keys.ts'
import { configurationFiles, outdated } from '../../tools/configuration-docs.ts'
import { read, ROOT } from './documents.ts'

const page = read('docs/configuration.md')

const schemaOf = (name: string): object => JSON.parse(read(`schema/${name}.schema.json`)) as object

function validator(name: string): (data: unknown) => string[] {
  const ajv = new Ajv2020({ allErrors: true, strict: false })
  ajvFormats.default(ajv)
  const validate = ajv.compile(schemaOf(name))
  return (data) =>
    validate(data) ? [] : (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message}`)
}

test('every generated file is up to date: if not, run npm run docs', async () => {
  expect(await outdated()).toEqual([])
  const schemas = readdirSync(join(ROOT, 'schema')).map((name) => `schema/${name}`)
  expect([...(await configurationFiles()).keys()].toSorted()).toEqual(
    ['docs/configuration.md', ...schemas].toSorted(),
  )
})

describe('the page has a row for every key', () => {
  const rows = new Set(
    [...page.matchAll(/^\| (?:`([\w-]+)`|\[([\w-]+)\]\(#[\w-]+\)) \|/gm)].map(
      ([, key, linked]) => key ?? linked,
    ),
  )

  test.each([
    ['policy', Object.keys(Policy.shape)],
    ['pack', Object.keys(PackFile.shape)],
    ['agent', Object.keys(AgentKeys.shape).filter((key) => !new Set<string>(IGNORED_KEYS).has(key))],
  ])('of the %s', (_what, keys) => {
    expect(keys.filter((key) => !rows.has(key))).toEqual([])
  })

  test('each with a meaning, and no cell breaks out of its table', () => {
    const tables = page.split('\n\n').filter((block) => block.startsWith('| key | type |'))
    const lines = tables.flatMap((block) => block.trim().split('\n').slice(2))
    expect(lines.length).toBeGreaterThan(150)
    for (const line of lines) {
      const cells = line.replaceAll('\\|', '').split('|')
      expect(cells, line).toHaveLength(7)
      expect(cells[4]?.trim(), line).not.toBe('')
    }
  })
})

describe('the JSON Schema', () => {
  const packs = readdirSync(join(ROOT, 'agents'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)

  test.each(['baton', 'pack', 'agent'])(
    'of the %s has title, description and examples for an editor',
    (name) => {
      const schema = schemaOf(name)
      expect(schema).toMatchObject({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        title: expect.stringMatching(/^Baton /) as string,
        description: expect.stringMatching(/./) as string,
        additionalProperties: false,
      })
      const { properties } = schema as { properties: Record<string, Record<string, unknown>> }
      const bare = Object.entries(properties).filter(([, one]) => !one.description || !one.examples)
      expect(bare.map(([key]) => key)).toEqual([])
    },
  )

  test('accepts the example of a policy, and states its defaults', () => {
    expect(validator('baton')(parse(read('docs/examples/baton.yml')))).toEqual([])
    expect(schemaOf('baton')).toMatchObject({ properties: { label: { default: 'baton' } } })
  })

  test.each(packs)('accepts the pack %s', (name) => {
    expect(validator('pack')(parse(read(`agents/${name}/pack.yml`)))).toEqual([])
  })

  test.each(packs)('accepts the agents of %s', (name) => {
    const validate = validator('agent')
    const files = readdirSync(join(ROOT, 'agents', name)).filter((file) => file.endsWith('.md'))
    expect(files.length).toBeGreaterThan(0)
    const wrong = files.flatMap((file) => {
      const [, keys = ''] = read(`agents/${name}/${file}`).split(/^---$/m)
      return validate(parse(keys)).map((message) => `${file}: ${message}`)
    })
    expect(wrong).toEqual([])
  })

  test.each<[schema: string, data: object, error: RegExp]>([
    ['baton', { version: 1, extends: 'x' }, /required property 'validate'/],
    ['baton', { version: 2, extends: 'x', validate: { commands: [] } }, /\/version/],
    [
      'baton',
      { version: 1, extends: 'x', validate: { commands: [{ name: 'a', run: 'b' }] }, lable: 'x' },
      /additional/,
    ],
    ['pack', { name: 'Not a name' }, /\/name must match pattern/],
    ['agent', { description: 'x', max_turns: 0 }, /\/max_turns must be >= 1/],
  ])('of the %s refuses %j', (schema, data, error) => {
    expect(validator(schema)(data).join('\n')).toMatch(error)
  })
})
