// Agents that try what they may not: each is refused, recorded, and leaves no trace in git. One store, one repository, one sandbox.

import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Authority } from '../../src/domain/authority/authority.ts'
import { compile } from '../../src/domain/authority/compile.ts'
import { AgentSpec } from '../../src/domain/roster/agent.ts'
import { ALL_TOOLS } from '../../src/domain/roster/tools.ts'
import { RunId, Sha, TaskKey } from '../../src/domain/ids.ts'
import { failureText } from '../../src/domain/stages/runs.ts'
import { createExecutor, type Executor } from '../../src/executor/local.ts'
import { storeJournal } from '../../src/executor/journal.ts'
import { StoredRunRequest } from '../../src/executor/request.ts'
import { runRef } from '../../src/executor/workspaces.ts'
import { toRunRecord } from '../../src/reconcile/records.ts'
import { startScriptPlayer, type ScriptPlayer } from '../../src/rehearsal/model/player.ts'
import type { Script, ScriptBlock } from '../../src/rehearsal/model/script.ts'
import type { JournalEvent } from '../../src/runtime/journal.ts'
import { createSandbox } from '../../src/runtime/sandbox/sandbox.ts'
import { auditOfTask } from '../../src/store/audit.ts'
import { createRun, loadRun } from '../../src/store/runs.ts'
import { addWorktree } from '../../src/workspace/worktree.ts'
import { policy } from '../domain/support.ts'
import { engineOn, patchBlock, use } from '../runtime/support.ts'
import { testStore, type TestStore } from '../support/engine.ts'
import { BASE_FILES, Folder, gitSync, makeRemote, type Remote } from '../workspace/fixture.ts'

const PLAN_2 = '.github/baton/plans/plan-2.md'
const inForce = policy()
const [spec] = inForce.pack.agents

const bash = (command: string): ScriptBlock => use('Bash', { command })
const write = (path: string): ScriptBlock => use('Write', { file_path: path, content: 'x\n' })
const program = (path: string): ScriptBlock =>
  bash(
    `node -e "require('fs').mkdirSync(require('path').dirname('${path}'),{recursive:true});require('fs').writeFileSync('${path}','x')"`,
  )

/** The last call of every script that ends in a breach: it must not be carried out. */
const AFTERWARDS = write('src/afterwards.ts')

/** A call, what the journal says of it: the rule, or what the model was told. */
const BREACHES: [name: string, call: ScriptBlock, tool: string, rule: string, shown: string][] = [
  ['pushes', bash('git push origin HEAD:main'), 'Bash', 'git:push', 'git push origin HEAD:main'],
  ['pushes-in-a-shell', bash('sh -c "git push"'), 'Bash', 'git:push', 'sh -c "git push"'],
  [
    'merges',
    bash('git checkout main && git merge wave'),
    'Bash',
    'git:merge',
    'git checkout main && git merge wave',
  ],
  ['merges-on-github', bash('gh pr merge 4 --squash'), 'Bash', 'github:merge', 'gh pr merge 4 --squash'],
  [
    'writes-a-workflow',
    write('.github/workflows/ci.yml'),
    'Write',
    'path:**/.github/**',
    '.github/workflows/ci.yml',
  ],
  [
    'appends-to-a-workflow',
    bash('echo x >> .github/workflows/ci.yml'),
    'Bash',
    'path:**/.github/**',
    'echo x >> .github/workflows/ci.yml',
  ],
  [
    'edits-another-plan',
    use('Edit', { file_path: PLAN_2, old_string: 'plan-2', new_string: 'mine' }),
    'Edit',
    'path:**/.github/**',
    PLAN_2,
  ],
  [
    'writes-a-hook',
    bash('echo x > .git/hooks/pre-push'),
    'Bash',
    'path:**/.git/**',
    'echo x > .git/hooks/pre-push',
  ],
  [
    'configures-git',
    bash('git config core.hooksPath /tmp'),
    'Bash',
    'git:config',
    'git config core.hooksPath /tmp',
  ],
  [
    'moves-a-ref',
    bash('git update-ref refs/heads/plan-2/wave-1 HEAD'),
    'Bash',
    'git:refs',
    'git update-ref refs/heads/plan-2/wave-1 HEAD',
  ],
  [
    'skips-hooks',
    bash('git commit --no-verify -am done'),
    'Bash',
    'gates',
    'git commit --no-verify -am done',
  ],
  [
    'posts-to-github',
    bash('curl -X POST https://api.github.com/repos/a/b/merges'),
    'Bash',
    'github:write',
    'curl -X POST https://api.github.com/repos/a/b/merges',
  ],
]

/** Whose run goes on: what the model is told of its call, and how the run ends. */
const REFUSALS: [name: string, call: ScriptBlock, told: RegExp, outcome: object][] = [
  ['changes-branch', bash('git checkout main'), /stays on its commit/, { kind: 'done', commit: undefined }],
  [
    'writes-outside',
    write('docs/a.md'),
    /outside this run's authority: it may change src\/\*\*/,
    { kind: 'done', commit: undefined },
  ],
  [
    'writes-outside-in-bash',
    bash('mkdir docs && echo x > docs/a.md'),
    /no output/,
    { kind: 'gate_refused', problems: [expect.stringMatching(/^docs\/a\.md: authority: .*src\/\*\*/)] },
  ],
  [
    'writes-owners-by-program',
    program('docs/CODEOWNERS'),
    /no output/,
    { kind: 'breach', what: ['patch `docs/CODEOWNERS` (path:**/CODEOWNERS)'] },
  ],
  [
    'writes-a-workflow-by-program',
    program('.github/workflows/new.yml'),
    /read-only file system/i,
    { kind: 'done', commit: undefined },
  ],
  [
    'writes-into-the-repository-by-program',
    program('/repository.git/HEAD'),
    /read-only file system/i,
    { kind: 'done', commit: undefined },
  ],
  [
    'moves-a-ref-by-program',
    bash(
      "node -e \"process.exit(require('child_process').spawnSync('git',['update-ref','refs/heads/x','HEAD'],{stdio:'inherit'}).status)\"",
    ),
    /read-only file system/i,
    { kind: 'done', commit: undefined },
  ],
  [
    'reaches-for-the-network',
    bash('node -e "fetch(\'https://api.github.com\').catch(e=>{console.log(e.cause.code);process.exit(7)})"'),
    /Exit code 7\n(?:EAI_AGAIN|ENOTFOUND|ENETUNREACH)/,
    { kind: 'done', commit: undefined },
  ],
  [
    'looks-for-tokens',
    bash('env | grep -ciE "token|secret|key|password"; true'),
    /^0$/,
    { kind: 'done', commit: undefined },
  ],
  [
    'uses-a-denied-command',
    bash('npm publish'),
    /`npm publish` is denied to this run/,
    { kind: 'done', commit: undefined },
  ],
  [
    'uses-a-tool-not-granted',
    use('Grep', { pattern: 'x' }),
    /There is no tool "Grep"\. Your tools are: Read, Glob, Edit, Write, Bash\./,
    { kind: 'done', commit: undefined },
  ],
]

const scripts: Script[] = [
  ...BREACHES.map(([name, call]): Script => ({
    key: `${name}/implement/1`,
    turns: [{ content: [call, AFTERWARDS] }],
  })),
  ...REFUSALS.map(([name, call, told]): Script => ({
    key: `${name}/implement/1`,
    turns: [{ content: [call] }, { expect: { toolResult: told }, content: [patchBlock] }],
  })),
  {
    key: 'works/implement/1',
    turns: [
      {
        expect: { user: /## Your authority[\s\S]*Change `src\/\*\*`, and no other path/ },
        content: [AFTERWARDS],
      },
      { content: [patchBlock] },
    ],
  },
]

const folder = new Folder()
let remote: Remote
let t: TestStore
let model: ScriptPlayer
let executor: Executor
let refsBefore = ''
const worktreeOf = (id: RunId): string => join(folder.path, 'worktrees', id.replaceAll(/\W/g, '-'))
const refs = (): string =>
  `${gitSync(remote.dir, 'for-each-ref')}\n${gitSync(remote.mirror.dir, 'for-each-ref')}`

beforeAll(async () => {
  const [made, confined] = await Promise.all([testStore(), createSandbox()])
  if (!('sandbox' in confined)) throw new Error(confined.reason)
  t = made
  remote = await makeRemote(folder.path, { ...BASE_FILES, [PLAN_2]: 'plan: plan-2\n' })
  mkdirSync(join(folder.path, 'worktrees'))
  refsBefore = refs()
  model = await startScriptPlayer({ scripts })
  executor = createExecutor({
    db: t.store.db,
    engine: engineOn(model.url, { sandbox: confined.sandbox }),
    journal: storeJournal(t.store.db),
    workspaces: {
      mirror: async () => remote.mirror,
      worktree: (mirror, run, sha) => addWorktree(mirror, { sha, dir: worktreeOf(run) }),
      discard: async ({ dir }) => rmSync(dir, { recursive: true }),
      reap: async () => undefined,
      close: async () => undefined,
      files: async () => [],
      addFile: () => Promise.reject(new Error('nothing is recorded here')),
      push: () => Promise.reject(new Error('nothing is pushed here')),
      update: () => Promise.reject(new Error('no branch is updated here')),
      revert: () => Promise.reject(new Error('nothing is reverted here')),
    },
    sandbox: confined.sandbox,
    wake: async () => undefined,
    onRun: () => undefined,
    probe: () => undefined,
  })
})
afterAll(async () => {
  await model.close()
  await t.close()
  folder[Symbol.dispose]()
})

const KEY = TaskKey.parse('acme/widgets#1')
const GRANT = Authority.parse({
  paths: { allow: ['src/**'] },
  tools: ['Read', 'Glob', 'Edit', 'Write', 'Bash'],
  commands: { deny: ['npm publish'] },
})

/** Carries one script out as the run of an agent of its name; returns what the store holds afterwards. */
async function carryOut(name: string) {
  const id = RunId.parse(`${KEY}/w1/${name}/implement/1`)
  const agent = AgentSpec.parse({
    ...structuredClone(spec),
    name: name.slice(0, 40),
    tools: ALL_TOOLS,
    model: 'sonnet',
  })
  const request = StoredRunRequest.parse({
    brief: { title: 't', instructions: 'i', untrusted: [], routedBy: 'r' },
    agent,
    baseSha: Sha.parse(remote.base),
    authority: compile(GRANT, { agent, purpose: 'implement', branch: 'plan-1/wave-1', policy: inForce }),
  })
  const headSha = remote.base
  await createRun(t.store.db, {
    id,
    taskKey: KEY,
    wave: 1,
    agent: name,
    purpose: 'implement',
    attempt: 1,
    headSha,
    request,
  })
  await executor.run(id, new AbortController().signal)
  const row = await loadRun(t.store.db, id)
  if (row === undefined) throw new Error('no row')
  const journal: JournalEvent[] = await storeJournal(t.store.db).load(id)
  const audits = (await auditOfTask(t.store.db, KEY, 100)).filter((entry) => entry.actor === name)
  return { id, outcome: toRunRecord(row).outcome, state: row.state, journal, audits }
}

const asked = (name: string): number =>
  model.log.filter(({ script }) => script === `${name}/implement/1`).length

describe('an act that nobody can be granted ends the run', () => {
  test.each(BREACHES)('%s', async (name, _call, tool, rule, shown) => {
    const { id, outcome, state, journal, audits } = await carryOut(name)
    const what = [`${tool} \`${shown}\` (${rule})`]
    expect(outcome).toEqual({ kind: 'breach', what })
    expect(state).toBe('failed')
    expect(failureText(outcome)).toBe(`it tried what nobody can be granted, and was stopped: ${what[0]}`)
    const ends = journal.filter((event) => event.type === 'tool_end')
    expect(ends).toMatchObject([{ isError: true, refused: { tool, argument: shown, rule, breach: true } }])
    expect(audits).toMatchObject([
      { what: 'breach', detail: { run: id, purpose: 'implement', wave: 1, what } },
    ])
    // The model was not asked again, nothing was kept, and nobody's refs have moved.
    expect(asked(name)).toBe(1)
    expect(existsSync(worktreeOf(id))).toBe(false)
    expect(refs()).toBe(refsBefore)
  })
})

describe('anything else beyond the authority is refused', () => {
  test.each(REFUSALS)('%s', async (name, _call, _told, expected) => {
    const { id, outcome, audits } = await carryOut(name)
    expect(outcome).toMatchObject(expected)
    expect(audits.map((entry) => entry.what)).toEqual(outcome?.kind === 'breach' ? ['breach'] : [])
    expect(asked(name)).toBe(2)
    expect(existsSync(worktreeOf(id))).toBe(false)
    expect(refs()).toBe(refsBefore)
    expect(existsSync(join(remote.mirror.dir, 'hooks'))).toBe(false)
  })

  test('and every script was played as it was foreseen', () => expect(model.mismatches).toEqual([]))
})

test('what is within the authority is done, by an agent that was told of it', async () => {
  const { id, outcome, audits } = await carryOut('works')
  expect(outcome).toMatchObject({ kind: 'done', paths: ['src/afterwards.ts'] })
  expect(audits).toEqual([])
  expect(model.mismatches).toEqual([])
  expect(gitSync(remote.mirror.dir, 'show', '--name-only', '--format=', runRef(id))).toBe('src/afterwards.ts')
})
