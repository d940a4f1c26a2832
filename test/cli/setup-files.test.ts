// `baton setup files` on the embedded GitHub and in a folder: what a repository lacks is proposed once, and nothing of people's own is lost.

import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as fc from 'fast-check'
import { parse } from 'yaml'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Policy } from '../../src/domain/policy/schema.ts'
import { startingPolicy } from '../../src/domain/setup/starting-policy.ts'
import { repositoryFindings } from '../../src/doctor/on-repository.ts'
import { setupAs } from '../../src/github/setup-api.ts'
import { checkFolder } from '../../src/roster/check-folder.ts'
import { PACKS_DIR } from '../../src/roster/index.ts'
import { setUpRepository } from '../../src/setup/files.ts'
import { targetTemplates } from '../../src/setup/target.ts'
import { githubOf, repo, startTestForge, tokenOf, type TestForge } from '../forge/support.ts'
import { API, fakeGitHub, repository } from '../support/nock.ts'
import { baton, scratch, type Ended } from './support.ts'

const POLICY = '.github/baton.yml'
const VALIDATE = '.github/workflows/baton-validate.yml'
const CHOICES = ['--pack', 'asa-swarm', '--prepare', 'npm ci', '--test', 'npm test']
const Report = z.strictObject({
  dryRun: z.boolean(),
  changes: z.array(z.strictObject({ path: z.string(), change: z.enum(['added', 'updated']) })),
  pull: z
    .strictObject({ number: z.int(), url: z.string(), opened: z.boolean(), branch: z.string() })
    .optional(),
  labels: z.array(z.string()),
})

const { dir, remove } = scratch()
afterAll(remove)
const reportOf = ({ stdout }: Ended) => Report.parse(JSON.parse(stdout))

describe('in a repository', () => {
  let t: TestForge
  beforeEach(async () => {
    t = await startTestForge()
  })
  afterEach(async () => t.close())

  const run = async (args: readonly string[], token: string | undefined = tokenOf('ada')) => {
    const { hostname, port } = new URL(t.forge.url)
    const env = { GHE_HOST: `${hostname}:${port}`, GHE_PROTOCOL: 'http', GITHUB_TOKEN: token }
    return await baton(['setup', 'files', ...args], { dir, env })
  }
  const onEngine = async (...args: string[]) => await run(['ada/engine', '--json', ...args])
  const rest = () => t.as('ada').rest
  const pulls = async () => (await rest().pulls.list({ ...repo, state: 'all' })).data
  const labels = async () =>
    (await t.as('ada').paginate(rest().issues.listLabelsForRepo, { ...repo })).map(({ name }) => name)
  const commit = async (path: string, text: string) =>
    await rest().repos.createOrUpdateFileContents({
      ...repo,
      path,
      message: `Set ${path}`,
      content: Buffer.from(text).toString('base64'),
    })
  /** What the doctor says of the files, the policy and the label. */
  async function wrong(): Promise<string[]> {
    return (await repositoryFindings({ github: githubOf(t), reviewer: undefined }, repo))
      .filter(({ level, place }) => level !== 'ok' && /^repository\.(?:files|policy|label)/.test(place))
      .map(({ place }) => place)
  }

  test('one pull request brings all of it, and with it merged the doctor finds nothing missing', async () => {
    expect((await wrong()).length).toBeGreaterThan(10)
    const first = await run(['ada/engine', ...CHOICES])
    expect(first).toMatchObject({ exitCode: 0, stderr: '' })
    expect(first.stdout).toMatch(/15 files put into ada\/engine:\n  new      \.github\/baton\.yml\n/)
    expect(first.stdout).toMatch(/labels made: baton, hold, [^]*#1 was opened: http/)
    const [pull, ...others] = await pulls()
    expect(others).toEqual([])
    expect(pull).toMatchObject({ title: 'Set Baton up', base: { ref: 'main' }, draft: false })
    expect(pull?.body).toContain(`- \`${VALIDATE}\``)

    // The same again: nothing anew, and nothing lost of what people added meanwhile.
    const again = reportOf(await onEngine(...CHOICES))
    expect(again).toMatchObject({ labels: [], pull: { number: 1, opened: false, branch: pull?.head.ref } })
    expect((await pulls()).length).toBe(1)

    await rest().pulls.merge({ ...repo, pull_number: 1 })
    expect(await wrong()).toEqual([])
    expect((await run(['ada/engine'])).stdout).toBe('All files that Baton needs are in ada/engine.\n')
  })

  test('a dry run says the same and makes nothing', async () => {
    const before = await labels()
    const report = reportOf(await onEngine('--dry-run', ...CHOICES))
    expect(report).toMatchObject({ dryRun: true })
    expect(report.changes.map(({ path }) => path)).toEqual([POLICY, ...(await targetTemplates()).keys()])
    expect(report.labels).toContain('baton')
    expect([await pulls(), await labels()]).toEqual([[], before])
  })

  test("a policy and labels that are there stay people's own; a workflow of another version is shown as replaced", async () => {
    const policy =
      'version: 1\nextends: mathhook\nlabel: team\nvalidate: { commands: [{ name: t, run: make }] }\n'
    await commit(POLICY, policy)
    await commit(VALIDATE, 'name: mine\n')
    const report = reportOf(await onEngine('--pack', 'asa-swarm'))
    expect(report.changes).toContainEqual({ path: VALIDATE, change: 'updated' })
    expect(report.changes.map(({ path }) => path)).not.toContain(POLICY)
    expect(report.labels).toContain('team')
    expect(report.labels).not.toContain('baton')
    expect((await pulls())[0]?.body).toMatch(/### Replaced[^]*baton-validate\.yml/)
    await rest().pulls.merge({ ...repo, pull_number: report.pull?.number ?? 0 })
    expect(await wrong()).toEqual([])
  })

  test('cut off before the pull request, the next run opens it from the same branch, which it never moves', async () => {
    const { pull } = reportOf(await onEngine(...CHOICES))
    await rest().pulls.update({ ...repo, pull_number: pull?.number ?? 0, state: 'closed' })
    const path = 'docs/ours.md'
    await rest().repos.createOrUpdateFileContents({
      ...repo,
      path,
      branch: pull?.branch ?? '',
      message: 'Add a file',
      content: Buffer.from('ours\n').toString('base64'),
    })
    const next = reportOf(await onEngine(...CHOICES))
    expect(next.pull).toMatchObject({ opened: true, branch: pull?.branch })
    const { data } = await rest().pulls.listFiles({ ...repo, pull_number: next.pull?.number ?? 0 })
    expect(data.map(({ filename }) => filename)).toContain(path)
  })

  test('the default branch moves: the same files are still the same pull request', async () => {
    const first = reportOf(await onEngine(...CHOICES))
    await commit('docs/more.md', 'more\n')
    expect(reportOf(await onEngine(...CHOICES)).pull).toMatchObject({
      opened: false,
      branch: first.pull?.branch,
    })
    expect((await pulls()).length).toBe(1)
  })

  test.each<[what: string, args: string[], token: string | undefined, message: RegExp]>([
    [
      'no team',
      ['ada/engine', '--test', 'make'],
      tokenOf('ada'),
      /no \.github\/baton\.yml yet, and no team was/,
    ],
    [
      'no test',
      ['ada/engine', '--pack', 'asa-swarm'],
      tokenOf('ada'),
      /no test command was given[^]*npm test/,
    ],
    [
      'a team that is none',
      ['ada/engine', '--pack', 'asaswarm', '--test', 'make'],
      tokenOf('ada'),
      /mean asa-swarm/,
    ],
    ['no repository', ['ada/nothing', ...CHOICES], tokenOf('ada'), /404/],
    ['a name that is none', ['engine', ...CHOICES], tokenOf('ada'), /write it as owner\/repo/],
    ['no token', ['ada/engine', ...CHOICES], '', /GITHUB_TOKEN is not set[^]*gh auth token/],
    ['a stranger', ['ada/engine', ...CHOICES], tokenOf('mallory'), /scopes `repo` and `workflow`/],
    ['neither place', [...CHOICES], tokenOf('ada'), /either a repository/],
    ['both places', ['ada/engine', '--to', '.', ...CHOICES], tokenOf('ada'), /either a repository/],
  ])('%s: refused with what to do, and nothing is made', async (_, args, token, message) => {
    const { exitCode, stdout, stderr } = await run(args, token)
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toMatch(message)
    expect(await pulls()).toEqual([])
  })

  test('an App without the permission `workflows` may not', async () => {
    const { exitCode, stderr } = await run(['ada/engine', ...CHOICES], await t.installationToken('reviewer'))
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/workflow[^]*scopes `repo` and `workflow`/)
    expect(await pulls()).toEqual([])
  })
})

test('a repository without a commit is told to make one', async () => {
  const fake = fakeGitHub()
  try {
    fake.raw('GET', '/repos/acme/widgets', { body: { default_branch: 'main' } })
    fake.on('GET', '/git/ref/heads%2Fmain', { status: 409, body: { message: 'Git Repository is empty.' } })
    const choices = { pack: 'asa-swarm', tests: ['make'], setup: [] }
    const asked = setUpRepository(
      setupAs('ghp_ada', API, repository),
      choices,
      () => Promise.reject(new Error('no pack is looked for')),
      false,
    )
    await expect(asked).rejects.toThrow(/no commit yet/)
  } finally {
    fake.end()
  }
})

describe('in a folder', () => {
  const to = join(dir, 'engine')
  const run = async (...args: string[]) => await baton(['setup', 'files', '--to', to, ...args], { dir })
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(to, path)), { recursive: true })
    writeFileSync(join(to, path), text)
  }
  const names = () => readdirSync(to, { recursive: true, encoding: 'utf8' }).toSorted()
  beforeEach(() => {
    rmSync(to, { recursive: true, force: true })
    mkdirSync(to)
  })

  test('the files are written whole, are in order, and are written once', async () => {
    expect(reportOf(await run('--json', ...CHOICES)).changes.length).toBe(15)
    expect((await checkFolder(to, PACKS_DIR)).problems).toEqual([])
    for (const [path, text] of await targetTemplates())
      expect(readFileSync(join(to, path), 'utf8')).toBe(text)
    expect((await run()).stdout).toBe(`All files that Baton needs are in ${to}.\n`)
    expect(readdirSync(join(to, '.github'))).toEqual(['ISSUE_TEMPLATE', 'actions', 'baton.yml', 'workflows'])
  })

  test("people's own files stay, and a dry run writes nothing", async () => {
    put('.github/workflows/ci.yml', 'name: ci\n')
    put(POLICY, 'version: 1\n')
    const before = names()
    expect(reportOf(await run('--json', '--dry-run')).changes.length).toBe(14)
    expect(names()).toEqual(before)
    await run()
    expect(readFileSync(join(to, POLICY), 'utf8')).toBe('version: 1\n')
    expect(readFileSync(join(to, '.github/workflows/ci.yml'), 'utf8')).toBe('name: ci\n')
  })

  test('a folder that is not there, and a file in the place of one, are refused', async () => {
    rmSync(to, { recursive: true })
    expect((await run(...CHOICES)).stderr).toMatch(/is no folder[^]*--to \.\.\/engine/)
    mkdirSync(to)
    put('.github', 'a file')
    const { exitCode, stderr } = await run(...CHOICES)
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/cannot be written/)
  })
})

test('whatever the commands are, the policy holds exactly them', () => {
  const words = fc.array(
    fc.constantFrom('npm', 'test', 'yes', 'null', 'on', 'true', '-x', '1', './a', 'a:', '#b', '{c}', '- d'),
    { minLength: 1, maxLength: 3 },
  )
  const any = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 80 })
    .filter((text) => text.trim() !== '')
  const command = fc.oneof(
    any,
    words.map((some) => some.join(' ')),
  )
  fc.assert(
    fc.property(
      fc.array(command, { minLength: 1, maxLength: 4 }),
      fc.array(command, { maxLength: 2 }),
      (tests, setup) => {
        const read = Policy.parse(parse(startingPolicy({ pack: 'asa-swarm', tests, setup }, 'docs')))
        expect(read.validate.commands.map(({ run }) => run)).toEqual(tests)
        expect(read.validate.setup).toEqual(setup)
      },
    ),
  )
})
