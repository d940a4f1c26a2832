// What may be granted, whether it is the grantor's to give, and what is left of it.

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Authority } from '../../src/domain/authority/authority.ts'
import { coversCommand, matchesCommand } from '../../src/domain/authority/command-pattern.ts'
import { coversGlob, coversName } from '../../src/domain/authority/cover.ts'
import { pathRefusal } from '../../src/domain/authority/verdict.ts'
import { intersect, within } from '../../src/domain/authority/within.ts'
import { globProblem, matchesGlob } from '../../src/domain/policy/glob.ts'
import { PROTECTED_PATHS } from '../../src/domain/policy/protected.ts'

const bomb = `${'{a,b}'.repeat(12)}/**`

describe('an authority as written', () => {
  it.each<[string, unknown]>([
    ['nothing: all as the grantor', {}],
    ['all of it', { paths: { allow: ['src/**'], deny: ['src/x/**'] }, tools: ['Read'], spawn: ['critic'] }],
    [
      'commands, signals and limits',
      { commands: { deny: ['npm publish'] }, signals: ['plan-2-*'], max: { usd: 2 } },
    ],
    ['nothing allowed', { paths: { allow: [] }, tools: [] }],
  ])('%s', (_name, value) => expect(Authority.safeParse(value).success).toBe(true))

  it.each<[string, unknown, RegExp]>([
    ['a path that climbs', { paths: { allow: ['src/../../etc/**'] } }, /`\.\.` segment/],
    ['an absolute path', { paths: { allow: ['/etc/**'] } }, /starts with a slash/],
    ['a bomb of braces', { paths: { allow: [bomb] } }, /more than 32 patterns/],
    ['braces inside braces', { paths: { deny: ['{a,{b,c}}'] } }, /braces inside braces/],
    ['half a `**`', { paths: { allow: ['src**'] } }, /whole folders only/],
    ['a line break in a path', { paths: { allow: ['src\n/**'] } }, /control character/],
    ['a tool that nobody has', { tools: ['Shell'] }, /tools|Invalid option/],
    ['shell syntax as a command', { commands: { allow: ['npm test; git push'] } }, /nothing of shell syntax/],
    ['a substitution as a command', { commands: { allow: ['$(git push)'] } }, /nothing of shell syntax/],
    ['an empty command', { commands: { deny: [''] } }, /by its words/],
    ['an agent that could be no agent', { spawn: ['../etc'] }, /lower-case letters/],
    ['a signal with spaces', { signals: ['plan 2'] }, /lower case/],
    ['no money', { max: { usd: 0 } }, /0/],
    ['a key that is not known', { merge: true }, /merge/],
    ['a prototype', JSON.parse('{"__proto__": {"tools": ["Bash"]}}'), /__proto__/],
  ])('is refused with %s', (_name, value, message) => {
    const parsed = Authority.safeParse(value)
    expect(parsed.success ? '' : JSON.stringify(parsed.error.issues)).toMatch(message)
  })
})

describe('one pattern within another', () => {
  it.each<[string[], string, boolean]>([
    [['src/**'], 'src/a.ts', true],
    [['src/**'], 'src', true],
    [['src/**'], 'src/**', true],
    [['src/**'], 'src/*/deep/**', true],
    [['src/**'], 'src*/**', false],
    [['src/**'], 'srс/**', false],
    [['src/**'], 'SRC/**', false],
    [['src/**'], '**', false],
    [['src/**'], '**/src/**', false],
    [['**/src/**'], 'src/**', true],
    [['**/src/**'], 'a/*/src/x?', true],
    [['**'], '**/*', true],
    [['src/*'], 'src/**', false],
    [['src/*'], 'src/*/*', false],
    [['src/*.ts'], 'src/a*.ts', true],
    [['src/?'], 'src/*', false],
    [['src/*'], 'src/?', true],
    [['src/a', 'src/b'], 'src/{a,b}', true],
    [['src/a', 'src/b'], 'src/{a,c}', false],
    [['{src,lib}/**'], 'lib/x', true],
    [[], 'src/a', false],
    [['../**'], 'src/a', false],
    [['**'], '../etc', false],
    [['**'], '/etc/passwd', false],
    [['**'], bomb, false],
    [['**/a/**/b/**'], 'x/a/y/b', true],
    [['**/a/**/b'], 'b/a', false],
  ])('%j takes in %j: %j', (wide, narrow, expected) => expect(coversGlob(wide, narrow)).toBe(expected))

  const part = fc.constantFrom('a', 'b', 'ab', '*', '**', 'a*', '?', '*b', '{a,b}', '.x')
  const glob = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'))
  const path = fc
    .array(fc.constantFrom('a', 'b', 'ab', 'ba', 'aab', '.x', 'c'), { minLength: 1, maxLength: 6 })
    .map((parts) => parts.join('/'))

  it('never says yes where a path tells them apart', () => {
    let yes = 0
    fc.assert(
      fc.property(glob, glob, fc.array(path, { minLength: 1, maxLength: 20 }), (wide, narrow, paths) => {
        fc.pre(globProblem(wide) === null && globProblem(narrow) === null)
        if (!coversGlob([wide], narrow)) return
        yes += 1
        for (const one of paths) if (matchesGlob(narrow, one)) expect(matchesGlob(wide, one)).toBe(true)
      }),
      { numRuns: 3000 },
    )
    expect(yes).toBeGreaterThan(50)
  })

  it('takes in itself', () => {
    fc.assert(
      fc.property(glob, (one) => {
        expect(coversGlob([one], one)).toBe(globProblem(one) === null)
      }),
    )
  })

  it('leaves an authority that both its grantor and itself allow', () => {
    const lists = fc.record({
      allow: fc.option(fc.array(glob, { maxLength: 3 }), { nil: undefined }),
      deny: fc.option(fc.array(glob, { maxLength: 2 }), { nil: undefined }),
    })
    const may = (authority: Authority, one: string): boolean =>
      pathRefusal(
        { allowPaths: authority.paths?.allow ?? ['**'], denyPaths: authority.paths?.deny ?? [] },
        one,
      ) === undefined
    const clean = ({
      allow,
      deny,
    }: {
      allow?: string[] | undefined
      deny?: string[] | undefined
    }): Authority => ({
      paths: { ...(allow && { allow }), ...(deny && { deny }) },
    })
    fc.assert(
      fc.property(lists, lists, path, (a, b, one) => {
        const [grantor, own] = [clean(a), clean(b)]
        const both = intersect(grantor, own)
        if (may(both, one)) expect([may(grantor, one), may(own, one)]).toEqual([true, true])
        // What is within the grantor's keeps every path that is not denied on either side.
        const exact = within(own, grantor).length === 0 && own.paths?.allow !== undefined
        if (exact && may(own, one) && may(grantor, one)) expect(may(both, one)).toBe(true)
        expect(within(both, grantor).filter(({ message }) => message.includes('to give'))).toEqual([])
      }),
      { numRuns: 2000 },
    )
  })
})

describe('commands by their words', () => {
  it.each<[string, string, boolean]>([
    ['cargo test', 'cargo test --release', true],
    ['cargo test', 'cargo +nightly -C x test', true],
    ['cargo test', 'cargo testing', false],
    ['npm publish', 'npm --tag next publish', true],
    ['npm publish', 'npm run publish', false],
    ['npm publish', '/usr/bin/npm publish', true],
    ['npm *', 'npm', true],
    ['npm *', 'npx x', false],
    ['git commit --amend', 'git commit -m x', false],
    ['git commit --amend', 'git commit -m x --amend', true],
    ['n?m test', 'npm test', true],
    ['npm test', 'np* test', false],
  ])('%j names %j: %j', (pattern, command, expected) =>
    expect(matchesCommand(pattern, command.split(' '))).toBe(expected),
  )

  it.each<[string, string, boolean]>([
    ['cargo *', 'cargo test', true],
    ['cargo', 'cargo *', true],
    ['cargo test', 'cargo *', false],
    ['*', 'anything at all', true],
    ['git commit --amend', 'git commit', false],
    ['git commit', 'git commit --amend', true],
  ])('%j takes in %j: %j', (wide, narrow, expected) => expect(coversCommand(wide, narrow)).toBe(expected))

  it.each<[string, string, boolean]>([
    ['plan-2-*', 'plan-2-wave-3-complete', true],
    ['plan-2-*', 'plan-*', false],
    ['*', 'plan-*', true],
  ])('the signals %j take in %j: %j', (wide, narrow, expected) =>
    expect(coversName(wide, narrow)).toBe(expected),
  )
})

describe('within the grantor’s', () => {
  const grantor = Authority.parse({
    paths: { allow: ['crates/**', 'docs/*.md'], deny: ['crates/secret/**'] },
    tools: ['Read', 'Edit', 'Bash'],
    commands: { allow: ['cargo *'], deny: ['cargo publish'] },
    spawn: ['rust-engineer', 'critic'],
    signals: ['plan-2-*'],
    max: { files: 20, usd: 2 },
  })

  it.each<[string, object]>([
    ['nothing said', {}],
    [
      'parts of everything',
      { paths: { allow: ['crates/core/**', 'docs/a.md'] }, tools: ['Read'], spawn: ['critic'] },
    ],
    ['further denials', { paths: { deny: ['crates/core/**'] }, commands: { deny: ['cargo bench'] } }],
    [
      'narrower commands, signals and limits',
      {
        commands: { allow: ['cargo test'] },
        signals: ['plan-2-wave-1'],
        max: { files: 20, usd: 0.5, turns: 400 },
      },
    ],
    ['nothing allowed', { paths: { allow: [] }, tools: [], spawn: [], signals: [] }],
  ])('%s', (_name, own) => expect(within(Authority.parse(own), grantor)).toEqual([]))

  it.each<[string, object, string, RegExp]>([
    [
      'all paths',
      { paths: { allow: ['**'] } },
      'paths.allow[0]',
      /not the grantor's to give: it has `crates\/\*\*`, `docs\/\*\.md`/,
    ],
    [
      'a path too many',
      { paths: { allow: ['crates/a', 'docs/deep/a.md'] } },
      'paths.allow[1]',
      /`docs\/deep\/a\.md`/,
    ],
    ['other letters', { paths: { allow: ['Crates/**'] } }, 'paths.allow[0]', /to give/],
    [
      'what the grantor is denied',
      { paths: { allow: ['crates/secret/x'] } },
      'paths.allow[0]',
      /grants nothing: the grantor is denied `crates\/secret\/\*\*`/,
    ],
    [
      'workflows',
      { paths: { allow: ['.github/workflows/**'] } },
      'paths.allow[0]',
      /cannot be granted: `\*\*\/\.github\/\*\*`/,
    ],
    [
      'workflows in other letters',
      { paths: { allow: ['.GitHub/Workflows/**'] } },
      'paths.allow[0]',
      /cannot be granted/,
    ],
    [
      'other plans',
      { paths: { allow: ['.github/baton/plans/plan-3.md'] } },
      'paths.allow[0]',
      /cannot be granted/,
    ],
    [
      'a tool',
      { tools: ['Read', 'Write'] },
      'tools[1]',
      /`Write` is not the grantor's to give: it has `Read`, `Edit`, `Bash`/,
    ],
    ['every command', { commands: { allow: ['*'] } }, 'commands.allow[0]', /it has `cargo \*`/],
    [
      'an agent',
      { spawn: ['python-expert'] },
      'spawn[0]',
      /Name what lies within that, or leave `spawn` out/,
    ],
    ['signals of another plan', { signals: ['plan-*'] }, 'signals[0]', /`plan-\*`/],
    ['more money', { max: { usd: 5 } }, 'max.usd', /5 is more than the grantor's 2\. Give at most 2/],
  ])('not %s', (_name, own, at, message) => {
    const problems = within(Authority.parse(own), grantor)
    expect(problems.map((problem) => problem.at)).toEqual([at])
    expect(problems[0]?.message).toMatch(message)
  })

  it('what is protected cannot be granted by anybody', () => {
    const every = within({ paths: { allow: [...PROTECTED_PATHS] } }, {})
    expect(every.map(({ at }) => at)).toEqual(PROTECTED_PATHS.map((_, index) => `paths.allow[${index}]`))
  })

  it.each<[string, object, object, object]>([
    ['nothing and nothing', {}, {}, {}],
    ['one of them alone', { tools: ['Read'] }, {}, { tools: ['Read'] }],
    [
      'the narrower path of either',
      { paths: { allow: ['a/**', 'b/x'] } },
      { paths: { allow: ['a/x', 'b/**', 'c'] } },
      { paths: { allow: ['a/x', 'b/x'] } },
    ],
    [
      'paths that only overlap',
      { paths: { allow: ['a/*/x'] } },
      { paths: { allow: ['a/b/**'] } },
      { paths: { allow: [] } },
    ],
    [
      'both denials',
      { paths: { deny: ['a'] } },
      { paths: { deny: ['b', 'a'] } },
      { paths: { deny: ['a', 'b'] } },
    ],
    ['agents in common', { spawn: ['critic', 'implementer'] }, { spawn: ['critic'] }, { spawn: ['critic'] }],
    [
      'commands',
      { commands: { allow: ['cargo *'], deny: ['cargo publish'] } },
      { commands: { allow: ['cargo test', 'npm test'] } },
      { commands: { allow: ['cargo test'], deny: ['cargo publish'] } },
    ],
    [
      'the lower limits',
      { max: { usd: 2, files: 5 } },
      { max: { usd: 3, turns: 9 } },
      { max: { usd: 2, files: 5, turns: 9 } },
    ],
  ])('what is left of %s', (_name, a, b, expected) => {
    const both = intersect(Authority.parse(a), Authority.parse(b))
    expect(both).toEqual(expected)
    expect(Authority.parse(both)).toEqual(both)
  })
})
