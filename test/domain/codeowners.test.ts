// CODEOWNERS by GitHub's rules: the examples of its documentation, odd lines, and what holds for any text.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ownership, ownsPath, parseCodeowners } from '../../src/domain/consensus/codeowners.ts'

describe('patterns', () => {
  test.each<[pattern: string, path: string, owned: boolean]>([
    ['*', 'a.js', true],
    ['*', 'deep/in/a.js', true],
    ['*.js', 'a.js', true],
    ['*.js', 'src/a.js', true],
    ['*.js', 'src/a.jsx', false],
    ['/build/logs/', 'build/logs/a/b.txt', true],
    ['/build/logs/', 'src/build/logs/a.txt', false],
    ['/build/logs/', 'build/logs', false],
    ['docs/*', 'docs/getting-started.md', true],
    ['docs/*', 'docs/build-app/troubleshooting.md', false],
    ['docs/*', 'src/docs/a.md', false],
    ['apps/', 'apps/a.js', true],
    ['apps/', 'src/apps/in/a.js', true],
    ['apps/', 'apps', false],
    ['/docs/', 'docs/a/b.md', true],
    ['/scripts', 'scripts/a.sh', true],
    ['/scripts', 'scripts', true],
    ['/scripts', 'src/scripts/a.sh', false],
    ['**/logs', 'logs/a.log', true],
    ['**/logs', 'deeply/nested/logs/a.log', true],
    ['**/logs', 'deeply/catalogs/a.log', false],
    ['/apps/github', 'apps/github/a.rb', true],
    ['/apps/github', 'apps/githubber/a.rb', false],
    ['src/**', 'src/a/b.ts', true],
    ['src/**', 'src', false],
    ['src/**/test.ts', 'src/test.ts', true],
    ['src/**/test.ts', 'src/a/b/test.ts', true],
    ['/a?c', 'abc', true],
    ['/a?c', 'a/c', false],
    ['/a\\*c', 'a*c', true],
    ['/a\\*c', 'abc', false],
    ['README.md', 'README.md', true],
    ['README.md', 'readme.md', false],
    ['/', 'a', false],
  ])('%s and %s: %s', (pattern, path, owned) => {
    expect(ownsPath(pattern, path)).toBe(owned)
  })
})

describe('lines', () => {
  test.each<[what: string, text: string, owners: readonly string[]]>([
    ['the last match wins', '* @all\n/src/ @core\n', ['@core']],
    ['also over a narrower one before', '/src/ @core\n* @all\n', ['@all']],
    ['a comment behind the owners', '* @all # not @me\n', ['@all']],
    ['no owner takes the path away from others', '* @all\n/src/a.ts\n', []],
    ['a team and an address', '* @acme/core a@example.com\n', ['@acme/core', 'a@example.com']],
    ['Windows line ends', '* @all\r\n/docs/ @d\r\n', ['@all']],
    ['an invalid line is passed over', '* @all\n* core team\n', ['@all']],
    ['negation does not exist', '* @all\n!/src/ @x\n', ['@all']],
    ['nor do ranges of characters', '* @all\n/[s]rc/ @x\n', ['@all']],
    ['an empty file', '', []],
    ['only comments', '# * @all\n', []],
  ])('%s', (_what, text, owners) => {
    expect(ownership(parseCodeowners(text), ['src/a.ts']).flatMap((one) => one.owners)).toEqual(owners)
  })

  test('a space in a path is kept by a backslash', () => {
    const [line] = parseCodeowners('/my\\ docs/ @d\n')
    expect(line).toMatchObject({ pattern: '/my\\ docs/', owners: ['@d'] })
    expect(ownsPath(line!.pattern, 'my docs/a.md')).toBe(true)
  })

  test('paths with the same owners are one group, whatever their order and case', () => {
    const lines = parseCodeowners('/a/ @Lin @grace\n/b/ @grace @lin\n/c/ @lin\n')
    expect(ownership(lines, ['a/x', 'b/x', 'c/x', 'd/x', 'a/x'])).toEqual([
      { owners: ['@Lin', '@grace'], paths: ['a/x', 'b/x'] },
      { owners: ['@lin'], paths: ['c/x'] },
    ])
  })
})

test('any text is read without an error, and each path has the owners of the last line that owns it', () => {
  const pattern = fc
    .array(fc.constantFrom('a', 'b', '*', '**', '?', '/', '\\', 'a*', ' '), { minLength: 1, maxLength: 8 })
    .map((parts) => parts.join(''))
  const line = fc
    .tuple(pattern, fc.constantFrom('@x', '@y @z', '', '# c', 'bad owner'))
    .map((two) => two.join(' '))
  const path = fc
    .array(fc.constantFrom('a', 'b', 'ab'), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join('/'))
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(line).map((all) => all.join('\n')),
      ),
      path,
      (text, one) => {
        const lines = parseCodeowners(text)
        const last = lines.findLast((entry) => ownsPath(entry.pattern, one))
        const found = ownership(lines, [one])
        expect(found.flatMap(({ owners }) => owners)).toEqual(last?.owners ?? [])
      },
    ),
    { numRuns: 500 },
  )
})

test('a pattern that is all stars is not slow', () => {
  const hostile = `/${'*a'.repeat(60)}/${'**/'.repeat(30)}b`
  expect(ownsPath(hostile, `${'a'.repeat(200)}/${'c/'.repeat(200)}c`)).toBe(false)
})
