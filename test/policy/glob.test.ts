// Globs and branch names: what matches, what is refused, and that no pattern can be slow.

import { matchesGlob as ours, globProblem } from '../../src/domain/policy/glob.ts'
import { branchName, branchProblem } from '../../src/domain/policy/branch.ts'
import { LOCKFILES, PROTECTED_PATHS, protectedBy } from '../../src/domain/policy/protected.ts'
import * as fc from 'fast-check'
import picomatch from 'picomatch'
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'

describe('matchesGlob', () => {
  it.each<[glob: string, path: string, matches: boolean]>([
    ['src/a.ts', 'src/a.ts', true],
    ['src/a.ts', 'src/b.ts', false],
    ['src/*.ts', 'src/a.ts', true],
    ['src/*.ts', 'src/x/a.ts', false],
    ['src/**', 'src/x/y/a.ts', true],
    ['src/**', 'srcs/a.ts', false],
    ['src/**', 'src', true],
    ['src/*/**', 'src/a', true],
    ['**/a.ts', 'a.ts', true],
    ['**/a.ts', 'x/y/a.ts', true],
    ['a/**/b', 'a/b', true],
    ['a/**/b', 'a/x/y/b', true],
    ['a/**/b', 'a/x/y/c', false],
    ['**/x/**/y', 'a/x/b/x/c/y', true],
    ['*.{js,ts}', 'a.ts', true],
    ['*.{js,ts}', 'a.tsx', false],
    ['{src,lib}/**/{a,b}.ts', 'lib/x/b.ts', true],
    ['?.ts', 'a.ts', true],
    ['?.ts', 'ab.ts', false],
    ['*', '.hidden', true],
    ['.github/**', '.github/workflows/ci.yml', true],
    ['a*b*c', 'axxbyyc', true],
    ['a*b*c', 'axxbyy', false],
    ['ä?.ts', 'ä💡.ts', true],
  ])('%s on %s: %s', (glob, path, matches) => {
    expect(ours(glob, path)).toBe(matches)
  })

  it.each([
    '',
    '/a',
    'a//b',
    '../a',
    'a/./b',
    'a[b]',
    '!a',
    '+(a)',
    'a\\b',
    'a**',
    '{a',
    'a}',
    '{a,{b,c}}',
    'a\nb',
    'x'.repeat(201),
  ])('refuses %j and matches nothing with it', (glob) => {
    expect(globProblem(glob)).not.toBeNull()
    expect(ours(glob, glob)).toBe(false)
  })

  it('refuses braces that multiply', () => {
    expect(globProblem('{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}')).toContain('more than 32')
  })

  it('agrees with picomatch on plain patterns', () => {
    const part = fc.constantFrom('a', 'b', 'ab', '*', '**', 'a*', '*b', '?', '{a,b}')
    const path = fc.array(fc.constantFrom('a', 'b', 'ab', 'bab'), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), path, (parts, segments) => {
        const glob = parts.join('/')
        // Whether a last `**` may stand for nothing is answered by picomatch now one way, now the other; ours always may.
        fc.pre(!glob.endsWith('**'))
        const text = segments.join('/')
        expect(ours(glob, text)).toBe(picomatch(glob, { dot: true })(text))
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    ['*a'.repeat(100), 'a'.repeat(4000)],
    [`${'**/'.repeat(60)}x`, 'a/'.repeat(1500) + 'b'],
    ['*'.repeat(200), 'b'.repeat(4000)],
    ['**/*a*a*a*a*a*a*a*b/**/*a*a*a*b', `${'a'.repeat(300)}/`.repeat(20) + 'c'],
  ])('ends on hostile input (row %#)', (glob, path) => {
    // An exponential matcher would not come back from these within the time limit of a test.
    expect(typeof ours(glob, path)).toBe('boolean')
  })
})

describe('protected paths', () => {
  it.each([
    '.github/workflows/ci.yml',
    '.GitHub/workflows/ci.yml',
    '.github/baton.yml',
    'docs/codeowners',
    'pkg/.npmrc',
    '.gitmodules',
    'a/.husky/pre-commit',
    '.claude/agents/x.md',
  ])('%s', (path) => {
    expect(protectedBy(PROTECTED_PATHS, path)).toBeDefined()
  })

  it('leaves code alone, and knows lock files', () => {
    expect(protectedBy(PROTECTED_PATHS, 'src/github/client.ts')).toBeUndefined()
    expect(protectedBy(PROTECTED_PATHS, 'docs/.github-notes.md')).toBeUndefined()
    expect(protectedBy(LOCKFILES, 'packages/a/package-lock.json')).toBe('**/package-lock.json')
  })
})

describe('branch names', () => {
  it('fills the pattern', () => {
    const parts = { issue: 12, wave: 2, agent: 'implementer' }
    expect(branchName('baton/issue-{issue}/wave-{wave}-{agent}', parts)).toBe(
      'baton/issue-12/wave-2-implementer',
    )
  })

  it.each([
    'main',
    'release/1.2',
    'a-b_c',
    '',
    'a..b',
    '-a',
    'a b',
    'a~1',
    'a:b',
    'a.lock',
    'a/.b',
    'a//b',
    'a.',
    '@',
    'a@{b',
    '/a',
    'a/',
    'a\\b',
    'x/y.lock/z',
    'a*',
  ])('agrees with git about %j', (name) => {
    let valid = true
    try {
      execFileSync('git', ['check-ref-format', `refs/heads/${name}`], { stdio: 'ignore' })
    } catch {
      valid = false
    }
    // git alone would take `-a` and `@` as the last part of a ref; as a branch name they are traps.
    if (['-a', '@'].includes(name)) valid = false
    expect(branchProblem(name) === null).toBe(valid)
  })
})
