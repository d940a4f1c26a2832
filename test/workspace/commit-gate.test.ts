// The commit gate on real worktrees: every rule, and what a hostile agent would leave behind.

import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commit } from '../../src/workspace/commit-gate.ts'
import type { Inspection } from '../../src/workspace/commit-gate.ts'
import type { GatePolicy } from '../../src/workspace/gate-policy.ts'
import { scratchDir } from '../../src/workspace/mirror.ts'
import { addWorktree } from '../../src/workspace/worktree.ts'
import type { Worktree } from '../../src/workspace/worktree.ts'
import { accepted, BASE_FILES, BOT, Folder, gitSync, look, makeRemote, put } from './fixture.ts'
import type { Remote } from './fixture.ts'

const folder = new Folder()
let remote: Remote
let count = 0

beforeAll(async () => {
  remote = await makeRemote(folder.path, {
    ...BASE_FILES,
    'data.bin': Buffer.from([0, 1, 2, 3]),
    'big.txt': 'x\n'.repeat(200_000),
  })
})
afterAll(() => folder[Symbol.dispose]())

const fresh = (): Promise<Worktree> => {
  count += 1
  return addWorktree(remote.mirror, { sha: remote.base, dir: join(folder.path, `w${count}`) })
}
const rules = (inspection: Inspection): string[] =>
  inspection.ok ? [] : inspection.problems.map(({ rule, path }) => `${rule} ${path}`.trim()).sort()

const TOKEN = `ghp_${'a1B2'.repeat(9)}`
const KEY = ['-----BEGIN', 'OPENSSH PRIVATE', 'KEY-----'].join(' ')

describe('what is refused', () => {
  const rows: [string, (dir: string) => void, string[], Parameters<typeof GatePolicy.parse>[0]?][] = [
    [
      'a workflow edited',
      (d) => put(d, { '.github/workflows/ci.yml': 'on: pull_request_target\n' }),
      ['protected .github/workflows/ci.yml'],
    ],
    [
      'a workflow deleted',
      (d) => rmSync(join(d, '.github/workflows/ci.yml')),
      ['protected .github/workflows/ci.yml'],
    ],
    [
      'a workflow in another letter case',
      (d) => put(d, { '.GitHub/workflows/x.yml': 'x' }),
      ['protected .GitHub/workflows/x.yml'],
    ],
    ['CODEOWNERS in docs', (d) => put(d, { 'docs/CodeOwners': '* @me\n' }), ['protected docs/CodeOwners']],
    [
      '.gitattributes below',
      (d) => put(d, { 'src/.gitattributes': '* filter=x\n' }),
      ['protected src/.gitattributes'],
    ],
    ['.gitmodules', (d) => put(d, { '.gitmodules': '[submodule "x"]\n' }), ['protected .gitmodules']],
    ['.npmrc', (d) => put(d, { 'src/.npmrc': 'script-shell=sh\n' }), ['protected src/.npmrc']],
    [
      '.claude and .husky',
      (d) => put(d, { '.claude/settings.json': '{}', '.husky/pre-push': 'x' }),
      ['protected .claude/settings.json', 'protected .husky/pre-push'],
    ],
    [
      'the roster by policy',
      (d) => put(d, { 'agents/x.md': 'x' }),
      ['protected agents/x.md'],
      { protect: ['agents/**'] },
    ],
    [
      'a lockfile by policy',
      (d) => put(d, { 'sub/package-lock.json': '{}' }),
      ['protected sub/package-lock.json'],
      { protect: ['**/package-lock.json'] },
    ],
    [
      '.github although everything is allowed but .git',
      (d) => put(d, { '.github/x': 'y' }),
      ['protected .github/x'],
      { allow: ['.git/**'] },
    ],
    ['a symbolic link', (d) => symlinkSync('/etc/passwd', join(d, 'link')), ['symlink link']],
    ['a dangling link', (d) => symlinkSync('nowhere', join(d, 'src/link')), ['symlink src/link']],
    [
      'a file turned into a link',
      (d) => {
        rmSync(join(d, 'tool.sh'))
        symlinkSync('README.md', join(d, 'tool.sh'))
      },
      ['symlink tool.sh'],
    ],
    [
      'a folder turned into a link',
      (d) => {
        renameSync(join(d, 'src/deep'), join(d, '../moved'))
        symlinkSync('../../moved', join(d, 'src/deep'))
      },
      ['symlink src/deep'],
    ],
    [
      'a nested repository',
      (d) => {
        mkdirSync(join(d, 'sub'))
        gitSync(join(d, 'sub'), 'init', '-q')
        put(d, { 'sub/a': 'a' })
        gitSync(join(d, 'sub'), 'add', 'a')
        gitSync(join(d, 'sub'), 'commit', '-qm', 'x')
      },
      ['gitlink sub'],
    ],
    ['a file made executable', (d) => chmodSync(join(d, 'tool.sh'), 0o755), ['executable tool.sh']],
    [
      'a new executable',
      (d) => {
        put(d, { 'run.sh': 'x' })
        chmodSync(join(d, 'run.sh'), 0o755)
      },
      ['executable run.sh'],
    ],
    ['a GitHub token', (d) => put(d, { 'src/add.ts': `const t = '${TOKEN}'\n` }), ['secret src/add.ts']],
    ['a private key', (d) => put(d, { id: `${KEY}\nabc\n` }), ['secret id']],
    [
      'a token in a binary file',
      (d) => put(d, { 'data.bin': Buffer.from(`\0\0${TOKEN}\0`) }),
      ['secret data.bin'],
    ],
    [
      'a token in UTF-16',
      (d) => put(d, { 'wide.txt': Buffer.from(`\ufefft=${TOKEN}`, 'utf16le') }),
      ['secret wide.txt'],
    ],
    ['a control character in a name', (d) => put(d, { 'a\nb.txt': 'x' }), ['path a\nb.txt']],
    ['a direction override in a name', (d) => put(d, { 'a\u202egpj.ts': 'x' }), ['path a\u202egpj.ts']],
    [
      '51 files',
      (d) => put(d, Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`f${i}`, 'x']))),
      ['files'],
    ],
    ['more bytes than allowed', (d) => put(d, { 'long.txt': 'y\n'.repeat(150_000) }), ['bytes']],
    ['a large binary file', (d) => put(d, { 'b.bin': Buffer.alloc(250_000) }), ['bytes']],
    [
      'a huge sparse file',
      (d) => {
        put(d, { huge: '' })
        truncateSync(join(d, 'huge'), 2 ** 33)
      },
      ['bytes huge'],
    ],
    [
      'a path outside the authority',
      (d) => put(d, { 'src/add.ts': 'x', 'README.md': 'x' }),
      ['authority README.md'],
      { only: ['src/**'] },
    ],
    ['smaller limits by policy', (d) => put(d, { a: 'x', b: 'x' }), ['files'], { maxFiles: 1 }],
  ]
  it.each(rows)('%s', async (_name, prepare, expected, policy) => {
    const worktree = await fresh()
    prepare(worktree.dir)
    const inspection = await look(worktree, policy)
    expect(rules(inspection)).toEqual(expected)
    if (!inspection.ok)
      for (const { explanation } of inspection.problems) expect(explanation).not.toContain(TOKEN)
  })

  it('a file and a folder without permissions, which only root can read all the same', async () => {
    const worktree = await fresh()
    put(worktree.dir, { 'README.md': 'changed\n' })
    chmodSync(join(worktree.dir, 'README.md'), 0)
    chmodSync(join(worktree.dir, 'src/deep'), 0)
    // What cannot be seen in the folder stays as it was in the base commit.
    const expected = process.getuid?.() === 0 ? [] : ['special README.md']
    expect(rules(await look(worktree))).toEqual(expected)
    chmodSync(join(worktree.dir, 'src/deep'), 0o755)
  })

  it('a pipe in place of a file', async () => {
    const worktree = await fresh()
    rmSync(join(worktree.dir, 'tool.sh'))
    execFileSync('mkfifo', [join(worktree.dir, 'tool.sh')])
    expect(rules(await look(worktree))).toEqual(['special tool.sh'])
  })
})

describe('what is accepted', () => {
  const rows: [string, (dir: string) => void, string[], Parameters<typeof GatePolicy.parse>[0]?][] = [
    ['nothing', () => undefined, []],
    [
      'edits, additions and deletions',
      (d) => {
        put(d, { 'src/add.ts': 'x\n', 'src/new.ts': 'y\n' })
        rmSync(join(d, 'README.md'))
      },
      ['deleted README.md', 'modified src/add.ts', 'added src/new.ts'],
    ],
    [
      'ignored files are left out',
      (d) => put(d, { 'build/out.js': 'x', 'src/a.ts': 'y' }),
      ['added src/a.ts'],
    ],
    [
      'names that only look protected',
      (d) => put(d, { 'github/x': 'a', 'x.github/y': 'b', 'gitignore.md': 'c' }),
      ['added github/x', 'added gitignore.md', 'added x.github/y'],
    ],
    [
      'a protected path that the policy opens',
      (d) => put(d, { '.github/ISSUE_TEMPLATE/bug.md': 'x' }),
      ['added .github/ISSUE_TEMPLATE/bug.md'],
      { allow: ['.github/ISSUE_TEMPLATE/**'] },
    ],
    [
      'an executable that the policy opens',
      (d) => chmodSync(join(d, 'tool.sh'), 0o755),
      ['modified tool.sh'],
      { allowExecutable: ['*.sh'] },
    ],
    [
      'a file turned into a folder',
      (d) => {
        rmSync(join(d, 'tool.sh'))
        put(d, { 'tool.sh/main': 'x' })
      },
      ['deleted tool.sh', 'added tool.sh/main'],
    ],
    [
      'one line of a large file',
      (d) => writeFileSync(join(d, 'big.txt'), `y\n${'x\n'.repeat(199_999)}`),
      ['modified big.txt'],
    ],
    ['a large file deleted', (d) => rmSync(join(d, 'data.bin')), ['deleted data.bin']],
    [
      'odd but harmless names',
      (d) => put(d, { 'ä ö.txt': 'x', '-rf': 'y', ':(glob)*': 'z' }),
      ['added -rf', 'added :(glob)*', 'added ä ö.txt'],
    ],
    ['CRLF as it is', (d) => put(d, { 'dos.txt': 'a\r\nb\r\n' }), ['added dos.txt']],
  ]
  it.each(rows)('%s', async (_name, prepare, expected, policy) => {
    const worktree = await fresh()
    prepare(worktree.dir)
    const inspection = accepted(await look(worktree, policy))
    expect(inspection.files.map(({ status, path }) => `${status} ${path}`)).toEqual(expected)
  })

  it('a secret that was there before is not held against the agent', async () => {
    using own = new Folder()
    const { mirror, base } = await makeRemote(own.path, { 'test.ts': `const t = '${TOKEN}'\n` })
    const worktree = await addWorktree(mirror, { sha: base, dir: join(own.path, 'w') })
    put(worktree.dir, { 'test.ts': `// a comment\nconst t = '${TOKEN}'\n` })
    expect((await look(worktree)).ok).toBe(true)
  })
})

describe('what an agent prepares for the host', () => {
  it('cannot run a filter, hook, fsmonitor or diff driver, nor hide a change', async () => {
    const worktree = await fresh()
    const { dir } = worktree
    const mark = join(folder.path, 'ran')
    // As if .git had been writable: a repository of its own in place of the pointer, prepared in every way git offers.
    rmSync(join(dir, '.git'))
    gitSync(dir, 'init', '--quiet')
    for (const [key, value] of [
      ['core.fsmonitor', `touch ${mark}`],
      ['core.hooksPath', join(dir, 'hooks')],
      ['filter.evil.clean', `touch ${mark}; cat`],
      ['filter.evil.smudge', `touch ${mark}; cat`],
      ['filter.evil.process', `touch ${mark}`],
      ['diff.evil.textconv', `touch ${mark}; cat`],
      ['diff.external', `touch ${mark}`],
      ['core.worktree', '/'],
      ['core.excludesFile', join(dir, 'all')],
    ]) {
      gitSync(dir, 'config', key ?? '', value ?? '')
    }
    put(dir, { 'hooks/pre-commit': `#!/bin/sh\ntouch ${mark}\n`, all: '*\n', 'src/add.ts': 'changed\n' })
    put(join(dir, '.git'), {
      'info/attributes': '* filter=evil diff=evil\n',
      'info/exclude': '*\n',
      'objects/info/alternates': '/etc\n',
    })
    put(dir, { '.gitattributes': '* filter=evil diff=evil\n' })
    chmodSync(join(dir, 'hooks/pre-commit'), 0o644)
    expect(rules(await look(worktree))).toEqual(['protected .gitattributes'])
    rmSync(join(dir, '.gitattributes'))
    const inspection = accepted(await look(worktree))
    expect(inspection.files.map(({ path }) => path)).toEqual(['all', 'hooks/pre-commit', 'src/add.ts'])
    await commit(worktree, inspection, {
      message: 'x',
      author: BOT,
      trailers: [],
      ref: 'refs/baton/runs/evil',
    })
    expect(existsSync(mark)).toBe(false)
  })

  it('cannot hide a change with index flags, an old index or file times', async () => {
    const worktree = await fresh()
    const when = new Date(1_700_000_000_000)
    utimesSync(join(worktree.dir, 'README.md'), when, when)
    gitSync(worktree.dir, 'update-index', '--assume-unchanged', 'README.md')
    gitSync(worktree.dir, 'update-index', '--skip-worktree', 'src/add.ts')
    put(worktree.dir, { 'README.md': '# wIdgets\n', 'src/add.ts': 'hidden\n' })
    utimesSync(join(worktree.dir, 'README.md'), when, when)
    gitSync(worktree.dir, 'rm', '--quiet', '--cached', 'tool.sh')
    const files = accepted(await look(worktree)).files.map(({ path }) => path)
    expect(files).toEqual(['README.md', 'src/add.ts'])
  })

  it('cannot run the configuration of a nested repository', async () => {
    const worktree = await fresh()
    const mark = join(folder.path, 'nested-ran')
    const sub = join(worktree.dir, 'sub')
    mkdirSync(sub)
    gitSync(sub, 'init', '--quiet')
    put(sub, { a: 'a' })
    gitSync(sub, 'add', 'a')
    gitSync(sub, 'commit', '-qm', 'x')
    gitSync(sub, 'config', 'core.fsmonitor', `touch ${mark}`)
    expect(rules(await look(worktree))).toEqual(['gitlink sub'])
    expect(existsSync(mark)).toBe(false)
  })

  it('leaves no object and no scratch file of a refused change in the mirror', async () => {
    const worktree = await fresh()
    const secret = `token ${TOKEN} never kept\n`
    put(worktree.dir, { leak: secret })
    const id = gitSync(worktree.dir, 'hash-object', 'leak')
    expect((await look(worktree)).ok).toBe(false)
    expect(() => gitSync(remote.mirror.dir, 'cat-file', '-e', id)).toThrow()
    expect(readdirSync(scratchDir(remote.mirror))).toEqual([])
  })

  it('replace refs change neither base nor result', async () => {
    const worktree = await fresh()
    const readme = gitSync(remote.mirror.dir, 'rev-parse', `${remote.base}:README.md`)
    const other = gitSync(remote.mirror.dir, 'rev-parse', `${remote.base}:tool.sh`)
    gitSync(remote.mirror.dir, 'replace', readme, other)
    expect(accepted(await look(worktree)).files).toEqual([])
    gitSync(remote.mirror.dir, 'replace', '--delete', readme)
  })
})
