// The tools on a real folder: what the model gets for good, bad and hostile input.

import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { TOOL_NAMES, toolsFor } from '../../src/runtime/tools/index.ts'
import type { Sandbox } from '../../src/runtime/tool.ts'
import { freshFolders, call, folder, refused, root, sandbox } from './fixture.ts'

freshFolders()

describe('choice of tools', () => {
  const names = (tools: readonly string[], readOnly: boolean, box: Sandbox | undefined): string[] =>
    toolsFor({ tools }, { readOnly, sandbox: box }).map(({ name }) => name)
  it('gives what the agent names and the run may have', () => {
    expect(names(TOOL_NAMES, false, sandbox)).toEqual([...TOOL_NAMES])
    expect(names(TOOL_NAMES, true, sandbox)).toEqual(['Read', 'Glob', 'Grep'])
    expect(names(TOOL_NAMES, false, undefined)).toEqual(['Read', 'Glob', 'Grep', 'Edit', 'Write'])
    expect(names(['Edit', 'WebFetch', 'read'], false, sandbox)).toEqual(['Edit'])
    expect(
      toolsFor({ tools: TOOL_NAMES }, { readOnly: false, sandbox })
        .filter(({ repeatable }) => repeatable)
        .map(({ name }) => name),
    ).toEqual(['Read', 'Glob', 'Grep'])
  })
  it('refuses a second time when it is called all the same', async () => {
    expect(
      await refused('Edit', { file_path: 'README.md', old_string: 'a', new_string: 'b' }, { readOnly: true }),
    ).toContain('read-only')
    expect(await refused('Write', { file_path: 'x', content: '' }, { readOnly: true })).toContain('read-only')
    expect(await refused('Bash', { command: 'true' }, { readOnly: true })).toContain('read-only')
    expect(await refused('Bash', { command: 'true' }, { sandbox: undefined })).toContain('no sandbox')
    expect(await refused('Read', { file_path: 'README.md' }, { signal: AbortSignal.abort() })).toContain(
      'cancelled',
    )
  })
  it.each([
    ['Read', { file_path: 'x', line: 1 }, /line/],
    ['Read', {}, /file_path/],
    ['Bash', { command: 'true', timeout: 600_001 }, /timeout/],
    ['Grep', { pattern: 'x', output_mode: 'all' }, /output_mode/],
    ['Grep', { pattern: 'x', head_limit: 251 }, /head_limit/],
    ['Edit', { file_path: 'x', old_string: 1, new_string: 'y' }, /old_string/],
  ])('%s refuses the input %j', async (name, input, expected) =>
    expect(await refused(name, input)).toMatch(expected),
  )
})

describe('paths', () => {
  const hostile = (): [string, RegExp][] => {
    symlinkSync(join(folder.path, 'outside.txt'), join(root, 'out'))
    symlinkSync(folder.path, join(root, 'up'))
    symlinkSync(join(folder.path, 'not-there'), join(root, 'dangling'))
    symlinkSync('loop', join(root, 'loop'))
    return [
      ['../outside.txt', /outside the worktree/],
      ['src/../../outside.txt', /outside the worktree/],
      [join(folder.path, 'outside.txt'), /outside the worktree/],
      [`${root}x`, /outside the worktree/],
      ['/etc/passwd', /outside the worktree/],
      ['/workspace/../etc/passwd', /outside the worktree|does not exist/],
      ['~/.ssh/id', /not in the worktree/],
      ['out', /outside the worktree/],
      ['up/outside.txt', /outside the worktree/],
      ['dangling', /outside the worktree/],
      ['loop', /cannot be resolved/],
      ['a\0b', /NUL/],
      ['/proc/self/environ', /outside the worktree/],
    ]
  }
  it('of every tool end at the worktree', async () => {
    for (const [path, expected] of hostile()) {
      expect(await refused('Read', { file_path: path })).toMatch(expected)
      expect(await refused('Edit', { file_path: path, old_string: 'outside', new_string: 'y' })).toMatch(
        expected,
      )
      expect(await refused('Glob', { pattern: '*', path })).toMatch(
        expected.source.includes('exist') ? /./ : expected,
      )
      expect(await refused('Grep', { pattern: 'two', path })).toMatch(expected)
      if (!path.startsWith('/workspace'))
        expect(await refused('Write', { file_path: path, content: 'x' })).toMatch(expected)
    }
    expect(readFileSync(join(folder.path, 'outside.txt'), 'utf8')).toBe('outside two\n')
    expect(existsSync(join(folder.path, 'not-there'))).toBe(false)
    expect(await call('Grep', { pattern: 'outside' })).toContain('No match')
    expect(await call('Glob', { pattern: '**/*.txt' })).toContain('No file')
  })
  it('may be absolute, or as the sandbox shows them; links inside are followed', async () => {
    symlinkSync('README.md', join(root, 'inner'))
    for (const path of [
      'README.md',
      './README.md',
      join(root, 'README.md'),
      '/workspace/README.md',
      'inner',
    ]) {
      expect(await call('Read', { file_path: path })).toBe('     1\tread me')
    }
  })
  it('pipes and devices are refused without waiting', async () => {
    execFileSync('mkfifo', [join(root, 'pipe')])
    expect(await refused('Read', { file_path: 'pipe' })).toContain('pipe, socket or device')
    expect(await refused('Write', { file_path: 'pipe', content: 'x' })).toContain('pipe, socket or device')
    expect(await refused('Grep', { pattern: 'x', path: 'pipe' })).toContain('pipe, socket or device')
    expect(await call('Grep', { pattern: 'deep' })).toBe('src/sub/x.ts')
  })
})

describe('Read', () => {
  const big = Array.from({ length: 2500 }, (_, index) => `line ${index + 1}`).join('\n')
  const rows: [string, string | Buffer, object, RegExp][] = [
    ['numbers lines', 'a\nb\n', {}, /^ {5}1\ta\n {5}2\tb$/],
    ['a file without a last line break', 'a\nb', {}, /^ {5}1\ta\n {5}2\tb$/],
    [
      'a part',
      'a\nb\nc\nd\n',
      { offset: 2, limit: 2 },
      /^ {5}2\tb\n {5}3\tc\n\(more lines follow: offset 4\)$/,
    ],
    ['exactly to the end', 'a\nb\n', { limit: 2 }, /^ {5}1\ta\n {5}2\tb$/],
    ['behind the end', 'a\n', { offset: 9 }, /ends before line 9/],
    ['an empty file', '', {}, /is empty/],
    ['2,000 lines at most', big, {}, /\n {2}2000\tline 2000\n\(more lines follow: offset 2001\)$/],
    [
      '2,000 characters a line',
      `${'x'.repeat(2500)}\nb`,
      {},
      /^ {5}1\tx{2000} \[\.\.\. 500 more characters\]\n {5}2\tb$/,
    ],
    ['CRLF and byte order mark', '\ufeffa\r\nb\r\n', {}, /^ {5}1\ta\n {5}2\tb$/],
    [
      'a part of a large file',
      `${'x'.repeat(200)}\n`.repeat(2000),
      { offset: 1999 },
      /^ {2}1999\tx{200}\n {2}2000\tx{200}$/,
    ],
    ['letters over chunk ends', `${'x'.repeat(65_535)}ä\nend`, {}, /\n {5}2\tend$/],
  ]
  it.each(rows)('%s', async (_name, content, input, expected) => {
    writeFileSync(join(root, 'f'), content)
    expect(await call('Read', { file_path: 'f', ...input })).toMatch(expected)
  })
  const bad: [string, () => void, string, RegExp][] = [
    ['a folder', () => undefined, 'src', /is a folder/],
    ['a missing file, with a hint', () => undefined, 'src/Ad.ts', /Did you mean src\/add\.ts/],
    ['another extension, with a hint', () => undefined, 'src/add.js', /Did you mean src\/add\.ts/],
    ['binary', () => writeFileSync(join(root, 'b'), Buffer.from([1, 0, 2])), 'b', /binary file \(3 bytes\)/],
    [
      'more than 256 KB',
      () => {
        writeFileSync(join(root, 'b'), '')
        truncateSync(join(root, 'b'), 256 * 1024 + 1)
      },
      'b',
      /offset and limit/,
    ],
  ]
  it.each(bad)('refuses %s', async (_name, prepare, path, expected) => {
    prepare()
    expect(await refused('Read', { file_path: path })).toMatch(expected)
  })
})

describe('Edit', () => {
  const rows: [string, string, { old_string: string; new_string: string; replace_all?: boolean }, string][] =
    [
      ['one place', 'a b c\n', { old_string: 'b', new_string: 'x' }, 'a x c\n'],
      ['every place', 'a a a', { old_string: 'a', new_string: 'aa', replace_all: true }, 'aa aa aa'],
      ['a dollar means nothing', 'x', { old_string: 'x', new_string: "$& $1 $'" }, "$& $1 $'"],
      [
        'LF finds CRLF and keeps it',
        'a\r\nb\r\nc\r\n',
        { old_string: 'a\nb', new_string: 'x\ny\nz' },
        'x\r\ny\r\nz\r\nc\r\n',
      ],
      ['a match from break to break', 'a\r\nb\r\nc', { old_string: '\nb\n', new_string: '\n' }, 'a\r\nc'],
      ['CRLF finds LF', 'a\nb\n', { old_string: 'a\r\nb', new_string: 'x\r\ny' }, 'x\ny\n'],
      ['mixed endings stay mixed', 'a\r\nb\nc\r\n', { old_string: 'b', new_string: 'B' }, 'a\r\nB\nc\r\n'],
      [
        'new breaks as in most of the file',
        'a\r\nb\r\n',
        { old_string: 'b', new_string: 'x\ny' },
        'a\r\nx\r\ny\r\n',
      ],
      ['the byte order mark stays', '\ufeffa\n', { old_string: 'a', new_string: 'b' }, '\ufeffb\n'],
      ['deletion', 'a\nb\nc\n', { old_string: 'b\n', new_string: '' }, 'a\nc\n'],
      ['signs beyond the basic plane', '😀 a 😀', { old_string: 'a', new_string: '😎' }, '😀 😎 😀'],
    ]
  it.each(rows)('%s', async (_name, before, input, after) => {
    writeFileSync(join(root, 'f'), before)
    chmodSync(join(root, 'f'), 0o750)
    expect(await call('Edit', { file_path: 'f', ...input })).toMatch(/^Edited f at /)
    expect(readFileSync(join(root, 'f'), 'utf8')).toBe(after)
    expect(statSync(join(root, 'f')).mode & 0o777).toBe(0o750)
  })
  const bad: [string, string | Buffer, { old_string: string; new_string: string }, RegExp][] = [
    [
      'no match, with the nearest place',
      'const total = sum(a, b)\n',
      { old_string: 'const total = sum(a, c)', new_string: 'x' },
      /nearest place is:\n {5}1\tconst total = sum\(a, b\)/,
    ],
    [
      'white space that differs',
      'if (x) {\n    go()\n}\n',
      { old_string: 'if (x) {\n\tgo()\n}', new_string: 'x' },
      /only in white space[^]*\n {5}2\t {4}go\(\)/,
    ],
    [
      'no match and nothing near',
      'abc\n',
      { old_string: 'zzz', new_string: 'x' },
      /^old_string was not found\.$/,
    ],
    ['two matches', 'a\nb\na\n', { old_string: 'a', new_string: 'x' }, /found 2 times \(lines 1, 3\)/],
    ['no change', 'a', { old_string: 'a', new_string: 'a' }, /the same/],
    ['an empty old_string', 'a', { old_string: '', new_string: 'b' }, /Use Write/],
    ['another encoding', Buffer.from([0x61, 0xe4, 0x62]), { old_string: 'a', new_string: 'b' }, /not UTF-8/],
    ['binary', Buffer.from([0x61, 0]), { old_string: 'a', new_string: 'b' }, /binary/],
  ]
  it.each(bad)('refuses %s', async (_name, before, input, expected) => {
    writeFileSync(join(root, 'f'), before)
    expect(await refused('Edit', { file_path: 'f', ...input })).toMatch(expected)
    expect(readFileSync(join(root, 'f'))).toEqual(Buffer.from(before))
  })
})

describe('Write', () => {
  it('creates folders, replaces all, keeps the mode, leaves no draft', async () => {
    expect(await call('Write', { file_path: 'new/deep/f.txt', content: 'ä' })).toBe(
      'Created new/deep/f.txt (2 bytes).',
    )
    chmodSync(join(root, 'new/deep/f.txt'), 0o755)
    expect(await call('Write', { file_path: '/workspace/new/deep/f.txt', content: '' })).toBe(
      'Replaced new/deep/f.txt (0 bytes).',
    )
    expect(statSync(join(root, 'new/deep/f.txt')).mode & 0o777).toBe(0o755)
    expect(await call('Glob', { pattern: 'new/**' })).toBe('new/deep/f.txt')
  })
  it.each([
    '.git',
    '.git/config',
    '.GIT/hooks/x',
    '.git./x',
    'git~1/x',
    '.g\u200cit/x',
    '.github/workflows/ci.yml',
    '.GitHub/x',
    'CODEOWNERS',
    'docs/codeowners',
    '.gitmodules',
    '.gitattributes',
    'src/.gitattributes',
    '.npmrc',
    '.claude/settings.json',
    '.husky/pre-commit',
    'agents/x.md',
    'Agents/x.md',
    'src/../.github/x',
    '/workspace/.npmrc',
    '.npmrc::$DATA',
  ])('refuses the protected path %j', async (path) => {
    expect(await refused('Write', { file_path: path, content: 'x' })).toMatch(/protected/)
  })
  it('refuses a protected file behind a link, a folder, and a path through a file', async () => {
    symlinkSync('.github/workflows', join(root, 'flows'))
    expect(await refused('Write', { file_path: 'flows/ci.yml', content: 'x' })).toContain('protected')
    expect(await refused('Write', { file_path: 'src', content: 'x' })).toContain('is a folder')
    expect(await refused('Write', { file_path: 'README.md/x', content: 'x' })).toContain(
      'is a file, not a folder',
    )
  })
})

describe('Bash', () => {
  it('answers with output, exit code and timeout', async () => {
    expect(await call('Bash', { command: 'cat README.md; pwd' })).toBe('read me\n/workspace')
    expect(await call('Bash', { command: 'true' })).toBe('(no output)')
    expect(await refused('Bash', { command: 'echo bad >&2; exit 4' })).toBe('Exit code 4\nbad')
    expect(await refused('Bash', { command: 'echo start; sleep 30', timeout: 300 })).toBe(
      'The command was stopped after 300 ms.\nstart',
    )
    expect(await refused('Bash', { command: 'a\0b' })).toContain('NUL')
  })
})
