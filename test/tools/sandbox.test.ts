// The sandbox from the inside: every way out that an agent would try, for real.

import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSandbox } from '../../src/runtime/sandbox/sandbox.ts'
import { plainConfig } from '../../src/runtime/sandbox/git-view.ts'
import { HeadTail } from '../../src/runtime/sandbox/output.ts'
import type { ExecResult, Sandbox } from '../../src/runtime/tool.ts'
import { addWorktree } from '../../src/workspace/worktree.ts'
import type { Worktree } from '../../src/workspace/worktree.ts'
import { Folder, gitSync, makeRemote, put } from '../workspace/fixture.ts'

const folder = new Folder()
let sandbox: Sandbox
let own: Worktree
let other: Worktree

beforeAll(async () => {
  const made = await createSandbox({ protect: ['agents/**', 'config/policy.yml'] })
  if (!('sandbox' in made)) throw new Error(made.reason)
  sandbox = made.sandbox
  const { mirror, base } = await makeRemote(folder.path)
  gitSync(mirror.dir, 'config', 'remote.origin.url', 'https://x:hidden-token@example.com/')
  own = await addWorktree(mirror, { sha: base, dir: join(folder.path, 'runs/own') })
  other = await addWorktree(mirror, { sha: base, dir: join(folder.path, 'runs/other') })
  put(other.dir, { secret: 'other run' })
  put(own.dir, { 'agents/x.md': 'x', 'config/policy.yml': 'p' })
  put(folder.path, { 'outside.txt': 'outside' })
})
afterAll(() => folder[Symbol.dispose]())

const exec = (command: string, more: Partial<Parameters<Sandbox['exec']>[1]> = {}): Promise<ExecResult> =>
  sandbox.exec(command, {
    root: own.dir,
    readOnly: false,
    timeoutMs: 20_000,
    signal: new AbortController().signal,
    ...more,
  })
const run = async (command: string): Promise<string> => (await exec(command)).output.trim()

describe('reading', () => {
  const unreadable: [string, () => string][] = [
    ['a file beside the worktree', () => `cat ${join(folder.path, 'outside.txt')}`],
    ['another run', () => `cat ${other.dir}/secret; ls ${other.dir}`],
    ['the mirror on the host', () => `cat ${own.mirror.dir}/config`],
    ["the service's home", () => `ls -A ${homedir()}/.ssh ${homedir()}`],
    ['the source of the service', () => `cat ${process.cwd()}/package.json`],
    ['accounts', () => 'cat /etc/shadow'],
    ['private TLS keys', () => 'ls /etc/ssl/private'],
    ['the kernel of the host', () => 'ls /sys/class'],
    [
      'the root file system through a process',
      () => 'cat /proc/1/root/etc/hostname; ls /proc/1/root/home/root',
    ],
    ['parents of the worktree', () => 'ls /workspace/../tmp/* /var /srv /mnt /run /boot'],
  ]
  it.each(unreadable)('%s', async (_name, command) => {
    const { output, exitCode } = await exec(command())
    expect(exitCode).not.toBe(0)
    expect(output).not.toMatch(/^(?!.*(No such file|Permission denied|cannot)).+$/m)
  })

  it('a link that leads out', async () => {
    symlinkSync(join(folder.path, 'outside.txt'), join(own.dir, 'way-out'))
    expect(await run('cat way-out')).toContain('No such file')
    expect(await run('rm way-out')).toBe('')
  })

  it('no variable of the service, and no process of the host', async () => {
    process.env['BATON_SECRET_FOR_TEST'] = 'leaked-value'
    try {
      const seen = await run('env; cat /proc/*/environ | tr "\\0" "\\n"; cat /proc/*/cmdline | tr "\\0" " "')
      expect(seen).not.toContain('leaked-value')
      expect(seen).not.toContain('vitest')
    } finally {
      delete process.env['BATON_SECRET_FOR_TEST']
    }
    const names = (await run("env | cut -d= -f1 | grep -v '^_$' | sort")).split('\n')
    expect(names).toEqual(
      'CI GIT_OPTIONAL_LOCKS GIT_PAGER GIT_TERMINAL_PROMPT HOME LANG LOGNAME PAGER PATH PWD SHELL SHLVL TERM TMPDIR USER npm_config_update_notifier'.split(
        ' ',
      ),
    )
    expect(Number(await run('ls -d /proc/[0-9]* | wc -l'))).toBeLessThan(10)
  })

  it('no host path in what a command says', async () => {
    expect(await run('pwd; git rev-parse --show-toplevel; git worktree list; cat .git')).not.toContain(
      folder.path,
    )
  })
})

describe('git', () => {
  it('shows history and changes, without URLs, other worktrees and kept work', async () => {
    expect(await run('git log --format=%s; git status --porcelain; git diff HEAD --stat')).toBe(
      'base\n?? agents/\n?? config/',
    )
    expect(await run('git config --list')).not.toContain('hidden-token')
    expect(await run('ls $(git rev-parse --git-common-dir)/worktrees')).toBe('own')
  })

  it('does not follow a .git file that an agent wrote', async () => {
    using made = new Folder()
    const target = join(folder.path, 'worktrees/decoy')
    put(target, { secret: 'decoy', gitdir: '/nowhere/.git\n' })
    put(folder.path, { 'objects/x': '' })
    writeFileSync(join(made.path, '.git'), `gitdir: ${target}\n`)
    const { output } = await exec(`ls /repository.git; cat ${target}/secret`, { root: made.path })
    expect(output).not.toContain('decoy\n')
    expect(output).toMatch(/No such file.*\n.*No such file/)
  })

  it('hides the token that a checkout left in .git/config', async () => {
    using made = new Folder()
    gitSync(made.path, 'init', '-q')
    gitSync(made.path, 'config', 'http.https://github.com/.extraheader', 'AUTHORIZATION: basic hidden')
    expect((await exec('cat .git/config; git status', { root: made.path })).output).not.toContain('hidden')
  })

  it.each([
    ['[core]\n\tbare = true\n\tsshCommand = x\n', '[core]\n\tbare = true\n'],
    [
      '[remote "origin"]\n\turl = https://t@x\n[extensions]\n\tobjectFormat = sha256\n',
      '[extensions]\n\tobjectFormat = sha256\n',
    ],
    ['[core] bare = true\n[include]\n\tpath = /etc/x\n', '\n'],
    ['[core "x"]\n\tbare = true\n', '\n'],
  ])('reduces the configuration %j', (config, expected) => expect(plainConfig(config)).toBe(expected))
})

describe('writing', () => {
  it.each([
    'echo x > .git',
    'rm -f .git',
    'mv .git g',
    'echo x > .github/workflows/ci.yml',
    'mv .github g',
    'rm -r .github',
    'touch agents/y.md',
    'echo x > config/policy.yml',
    'touch /usr/x',
    'touch /etc/x',
    'touch /x',
    'touch /dev/x',
    'touch /repository.git/x',
    'touch $(git rev-parse --git-dir)/x',
    'echo x > /proc/sys/kernel/core_pattern',
    'echo 1 > /proc/sysrq-trigger',
    'mount -t tmpfs none /workspace',
    'mount -o remount,rw /usr',
    'unshare --user --map-root-user true',
    'mknod /tmp/disk b 8 0',
  ])('%s fails', async (command) => {
    expect((await exec(command)).exitCode).not.toBe(0)
  })

  it('reaches the worktree only, and nothing of /tmp or home lasts', async () => {
    expect(await run('echo hi > made && touch /tmp/a ~/b && ls /tmp ~')).toContain('a')
    expect(readFileSync(join(own.dir, 'made'), 'utf8')).toBe('hi\n')
    expect(await run('rm made; ls /tmp ~')).toBe('/home/agent:\n\n/tmp:')
  })

  it('leaves nothing behind for paths that do not exist yet', async () => {
    using made = new Folder()
    expect((await exec('ls -A', { root: made.path })).output).toBe('')
    expect(existsSync(join(made.path, '.github'))).toBe(false)
  })

  it('does not open what a planted link at a protected place points at', async () => {
    using made = new Folder()
    symlinkSync(folder.path, join(made.path, '.github'))
    symlinkSync(folder.path, join(made.path, 'agents'))
    const { output } = await exec('cat .github/outside.txt agents/outside.txt', { root: made.path })
    expect(output).not.toMatch(/^outside$/m)
  })

  it('is refused in a read-only run', async () => {
    expect((await exec('echo x > README.md', { readOnly: true })).output).toContain('Read-only file system')
  })
})

describe('network', () => {
  it('there is none, only a loopback of its own', async () => {
    const server = createServer((_request, response) => response.end('reached'))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const fetchIt = (url: string): string =>
      `node -e "fetch('${url}').then(r=>r.text()).then(console.log,e=>console.log('no',e.cause.code))"`
    expect(await run(fetchIt(`http://127.0.0.1:${port}/`))).toBe('no ECONNREFUSED')
    expect(await run(fetchIt('http://192.0.2.1/'))).toBe('no ENETUNREACH')
    expect(await run(fetchIt('https://example.com/'))).toMatch(/^no (EAI_AGAIN|ENOTFOUND)$/)
    const inside =
      "require('http').createServer((q,s)=>s.end('ok')).listen(8080,async()=>{console.log(await (await fetch('http://localhost:8080')).text());process.exit()})"
    expect(await run(`node -e "${inside}"`)).toBe('ok')
    await new Promise((done) => server.close(done))
  })
})

describe('processes', () => {
  const alive = async (mark: string): Promise<number> => {
    const ps = spawn('ps', ['-eo', 'args'], { stdio: ['ignore', 'pipe', 'ignore'] })
    let text = ''
    for await (const chunk of ps.stdout) text += String(chunk)
    return text.split('\n').filter((line) => line.includes(`sleep ${mark}`) && !line.includes('bwrap')).length
  }

  it('are gone after a timeout, and the output so far is kept', async () => {
    const result = await exec('echo before; (setsid sleep 7771 &); sleep 7771', { timeoutMs: 700 })
    expect(result).toEqual({ exitCode: null, output: 'before\n', timedOut: true })
    expect(await alive('7771')).toBe(0)
  })

  it('in the background are gone when the command ends', async () => {
    const result = await exec('nohup setsid sleep 7772 > /dev/null 2>&1 & echo started')
    expect(result).toEqual({ exitCode: 0, output: 'started\n', timedOut: false })
    expect(await alive('7772')).toBe(0)
  })

  it('are gone after an abort', async () => {
    const abort = new AbortController()
    const result = exec('sleep 7773', { signal: abort.signal })
    while ((await alive('7773')) === 0) await new Promise((done) => setImmediate(done))
    abort.abort()
    expect((await result).exitCode).toBe(null)
    expect(await alive('7773')).toBe(0)
    expect((await exec('true', { signal: abort.signal })).exitCode).toBe(null)
  })

  it('have limits: no core files, bounded file size and output', async () => {
    expect(await run('ulimit -c; ulimit -f; ulimit -u; ulimit -n')).toBe('0\n524288\n1024\n4096')
    const { output } = await exec('head -c 300000 /dev/zero | tr "\\0" x; echo; echo end')
    expect(output).toMatch(/^x{15000}\n\[\.\.\. 270005 bytes left out \.\.\.\]\nx+\nend\n$/)
  })

  it.each([
    ['exit 3', 3],
    ['kill -9 $$', 137],
    ['no-such-command', 127],
    ['echo "bwrap: fake" >&2; exit 1', 1],
  ])('%s ends with %i', async (command, code) => expect((await exec(command)).exitCode).toBe(code))

  it('of several worktrees run at once, of one worktree in turn', async () => {
    const [a, b] = await Promise.all([
      exec('echo a > turn; sleep 0.1; cat turn'),
      exec('echo b > turn; cat turn; rm turn'),
    ])
    expect([a.output, b.output]).toEqual(['a\n', 'b\n'])
    const many = await Promise.all([
      exec('git status --short | wc -l'),
      exec('cat secret', { root: other.dir }),
    ])
    expect(many[1].output).toBe('other run')
  })

  it('have the Node.js of the service and npm, and quote as written', async () => {
    expect(await run('node --version; npm --version | grep -c .; whoami; hostname')).toBe(
      `${process.version}\n1\nagent\nsandbox`,
    )
    expect(await run(`printf '%s' "a'b\\"c$((1+1))"`)).toBe(`a'b"c2`)
  })
})

describe('where it cannot be had', () => {
  it('names what to install when bubblewrap is missing', async () => {
    expect(await createSandbox({ searchPath: folder.path })).toEqual({
      reason: expect.stringContaining('apt-get install bubblewrap'),
    })
  })

  it.each([
    ['too old', '#!/bin/sh\necho usage: bwrap\n', /too old/],
    [
      'without namespaces',
      '#!/bin/sh\n[ "$1" = --help ] && echo --clearenv --size && exit\necho "bwrap: No permissions to create new namespace" >&2\nexit 1\n',
      /allow unprivileged user namespaces/,
    ],
    [
      'not confining at all',
      '#!/bin/sh\n[ "$1" = --help ] && echo --clearenv && exit\nwhile [ "$1" != -- ]; do shift; done; shift; CANARY=/etc/passwd "$@"\n',
      /not tight: .*files outside the worktree can be read/,
    ],
  ])('refuses a bubblewrap that is %s', async (name, script, expected) => {
    const bin = join(folder.path, name)
    mkdirSync(bin)
    writeFileSync(join(bin, 'bwrap'), script)
    chmodSync(join(bin, 'bwrap'), 0o755)
    const made = await createSandbox({ searchPath: bin })
    expect('reason' in made ? made.reason : 'a sandbox').toMatch(expected)
  })
})

describe('output', () => {
  it.each([
    [['abc'], 'abc'],
    [['abcdef', 'ghij'], 'abcdefghij'],
    [['0123456789ab'], '01234\n[... 2 bytes left out ...]\n789ab'],
    [['0123', '4567', '89', 'abcdef'], '01234\n[... 6 bytes left out ...]\nbcdef'],
    [['1234ä', 'xxxxx', 'ä6789'], '1234\n[... 7 bytes left out ...]\n6789'],
  ])('%j', (chunks, expected) => {
    const output = new HeadTail(10)
    for (const chunk of chunks) output.push(Buffer.from(chunk))
    expect(output.text()).toBe(expected)
  })
})
