// The documents against the project: links, commands, paths, variables, and what they may not say.

import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { migrations } from '../../src/store/migrations/index.ts'
import { createContract } from '../../src/rehearsal/contract/validator.ts'
import packageJson from '../../package.json' with { type: 'json' }
import { anchors, documents, fences, read, ROOT } from './documents.ts'

const each = documents.map(({ path, text, prose }) => [path, text, prose] as const)
const unique = (values: readonly string[]): string[] => [...new Set(values)].toSorted()

describe('links', () => {
  const linksOf = (prose: string): string[] =>
    [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)

  test.each(each)('of %s lead somewhere', (path, text) => {
    const broken = linksOf(text.replaceAll(/^```[\s\S]*?^```$/gm, '')).filter((link) => {
      if (link.startsWith('https://')) return false
      const [file = '', anchor] = link.split('#')
      const target = file === '' ? path : normalize(join(dirname(path), file))
      if (target.startsWith('..') || !existsSync(join(ROOT, target))) return true
      return anchor !== undefined && !anchors(read(target)).includes(anchor)
    })
    expect(broken).toEqual([])
  })

  test('README leads to every document, and every decision record is linked from the architecture', () => {
    const readme = new Set(linksOf(read('README.md')).map((link) => link.split('#')[0] ?? ''))
    const top = documents.map(({ path }) => path).filter((path) => /^(docs\/)?[^/]+\.md$/.test(path))
    expect(top.filter((path) => path !== 'README.md' && !readme.has(path))).toEqual([])
    const records = readdirSync(join(ROOT, 'docs/adr')).map((name) => `docs/adr/${name}`)
    expect(unique(linksOf(read('ARCHITECTURE.md')).filter((link) => link.startsWith('docs/adr/')))).toEqual(
      unique(records),
    )
  })
})

describe('commands', () => {
  const scripts = new Set(Object.keys(packageJson.scripts))
  const code = (text: string): string =>
    [
      ...fences(text).map((block) => block.text),
      ...[...text.matchAll(/`([^`\n]+)`/g)].map(([, c]) => c),
    ].join('\n')

  test.each(each)('of %s exist', (_path, text) => {
    const wrong = [...code(text).matchAll(/\bnpm (run )?([\w:-]+)/g)].flatMap(([all, run, name = '']) =>
      run === undefined && name === 'ci' ? [] : scripts.has(name) ? [] : [all],
    )
    const files = [...code(text).matchAll(/\bnode ([\w./-]+\.ts)\b/g)].map(([, file = '']) => file)
    expect(wrong).toEqual([])
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([])
  })

  test('README names the two that everybody starts with, as they are', () => {
    expect(read('README.md')).toContain('\nnpm ci && npm run rehearse\nnpm ci && npm test\n')
  })

  test('subcommands and options of the command line are its own', () => {
    const sources = ['src/cli.ts', ...readdirSync(join(ROOT, 'src/cli')).map((name) => `src/cli/${name}`)]
    const cli = sources.map(read).join('\n')
    const calls = documents.flatMap(({ text }) =>
      [...code(text).matchAll(/node src\/cli\.ts ([^\n|]+)/g)].map(([, rest = '']) => rest),
    )
    expect(calls.length).toBeGreaterThan(5)
    for (const call of calls) {
      const [command = ''] = call.split(' ')
      expect(cli, call).toContain(`new Command('${command}')`)
      for (const [option] of call.matchAll(/--[a-z-]+/g))
        expect(cli, call).toMatch(new RegExp(`Option\\(\\s*'${option}\\b|option\\('${option}\\b`))
    }
  })
})

describe('paths', () => {
  test.each(each)('named in %s exist', (_path, text) => {
    const named = [...text.matchAll(/`((?:src|test|agents|templates|docs|tools|bench)\/[\w./-]*)`/g)].map(
      ([, path = '']) => path,
    )
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  })
})

describe('operations.md', () => {
  const rows = [...read('docs/operations.md').matchAll(/^\| `([A-Z][A-Z_]+)` \|(?: `([^`]+)`)? ?\|/gm)]

  /** The variables of src/config.ts: keys of its schemas in capitals, each with its default. */
  const declared = ((): Map<string, string | undefined> => {
    const found = new Map<string, string | undefined>()
    const entries = read('src/config.ts')
      .split(/^ {2}(?=[A-Z][A-Z_]+: )/m)
      .slice(1)
    for (const entry of entries) {
      const name = /^[A-Z_]+/.exec(entry)?.[0] ?? ''
      const own = entry.split(/^\}\)/m)[0] ?? ''
      const value = /\.default\('?([^')]+)'?\)/.exec(own)?.[1]
      found.set(name, value)
      if (name.endsWith('PRIVATE_KEY')) found.set(`${name}_PATH`, undefined)
    }
    return found
  })()

  test('has a row for every variable of the configuration, with its default, and no other', () => {
    expect(declared.size).toBeGreaterThan(10)
    const table = new Map(rows.map(([, name = '', value]) => [name, value]))
    expect(table).toEqual(declared)
  })

  test('names no variable elsewhere that is not in the table', () => {
    const known = new Set(rows.map(([, name]) => name))
    const named = documents.flatMap(({ text }) =>
      [...text.matchAll(/`((?:BATON|ANTHROPIC|GHE|REVIEWER|DATABASE|WEBHOOK)_[A-Z_]+)`/g)].map(
        ([, name]) => name,
      ),
    )
    expect(named.filter((name) => !known.has(name))).toEqual([])
  })

  test('has a ruleset that GitHub’s description accepts, with both checks bound to an App', () => {
    const block = fences(read('docs/operations.md')).find(({ lang }) => lang === 'json')
    const body: unknown = JSON.parse(block?.text ?? '')
    const contract = createContract()
    contract.request({
      method: 'POST',
      template: '/repos/{owner}/{repo}/rulesets',
      params: { owner: 'acme', repo: 'widgets' },
      query: new URLSearchParams(),
      body,
    })
    expect(contract.report.violations).toEqual([])
    const Checks = z.object({
      parameters: z.object({
        required_status_checks: z.array(z.object({ context: z.string(), integration_id: z.number() })),
      }),
    })
    const { rules } = z.object({ rules: z.array(z.unknown()) }).parse(body)
    const bound = rules.flatMap(
      (rule) => Checks.safeParse(rule).data?.parameters.required_status_checks ?? [],
    )
    expect(bound.map(({ context }) => context)).toEqual(['baton/gates', 'baton/consensus'])
  })
})

describe('what the documents may not say', () => {
  const forbidden: readonly [string, RegExp][] = [
    ['a path of a machine', /(?:^|[\s"'`(=])\/(?:work|tmp|home|root|Users|private|mnt|workspace)\//m],
    ['an address of a machine', /\b(?:\d{1,3}\.){3}\d{1,3}:\d+|\blocalhost:\d+/],
    [
      'a live trial',
      /\b(?:tried|tested|verified|proven|confirmed|run|ran)\b[^.\n]{0,40}\b(?:on|against|with) (?:live )?github\.com/i,
    ],
    ['a promise of later', /\b(?:TODO|FIXME|coming soon|TBD)\b/],
  ]
  const allowed = (text: string): string =>
    text
      // The rehearsal prints the port it took; it is not an address of anybody's.
      .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, '')
      .replaceAll(/Nothing here was tried on github\.com/g, '')

  test.each(forbidden)('%s', (_what, pattern) => {
    expect(documents.filter(({ text }) => pattern.test(allowed(text))).map(({ path }) => path)).toEqual([])
  })

  test.each([
    ['a path of a machine', 'see /home/alice/baton'],
    ['an address of a machine', 'open http://10.0.0.5:3000'],
    ['a live trial', 'It was tested against github.com last week.'],
    ['a promise of later', 'Metrics: TBD'],
  ])('a document with %s would be caught', (what, text) => {
    expect(forbidden.find(([name]) => name === what)?.[1].test(allowed(text))).toBe(true)
  })
})

test('the architecture names the first migration, and every migration is listed', () => {
  const files = readdirSync(join(ROOT, 'src/store/migrations')).filter((name) => /^\d{4}-/.test(name))
  expect(files.map((name) => name.replace('.ts', '')).toSorted()).toEqual(migrations.map(({ name }) => name))
  expect(read('ARCHITECTURE.md')).toContain(`src/store/migrations/${files.toSorted()[0]}`)
})

test('README says that npm ci is refused exactly as long as the lock file lacks packages', () => {
  const Package = z.object({ optionalDependencies: z.record(z.string(), z.string()).default({}) })
  const { packages } = z
    .object({ packages: z.record(z.string(), Package) })
    .parse(JSON.parse(read('package-lock.json')))
  const locked = Object.keys(packages)
  const missing = Object.values(packages)
    .flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies))
    .filter((name) => !locked.some((path) => path.endsWith(`node_modules/${name}`)))
  expect(read('README.md').includes('`npm ci` is refused at present')).toBe(missing.length > 0)
})

test('the licence is the one that the package states', () => {
  expect(packageJson.license).toBe('Apache-2.0')
  const text = read('LICENSE')
  expect(text).toContain('Apache License')
  expect(text).toContain('END OF TERMS AND CONDITIONS')
})

test('the changelog has the version of the package', () => {
  expect(read('CHANGELOG.md')).toContain(`## [${packageJson.version}]`)
  expect(read('CHANGELOG.md')).toContain('## [Unreleased]')
})

test.each(['CHANGELOG.md', ...documents.map(({ path }) => path)])(
  '%s holds no marker of an unsettled merge',
  (name) => {
    expect(read(name).match(/^(?:<{7}|={7}|>{7})(?: |$)/gm)).toBeNull()
  },
)
