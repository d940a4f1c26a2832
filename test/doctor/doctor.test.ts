// The doctor on the embedded GitHub: a repository as it should be, and one thing broken at a time.

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyRuleset } from '../../src/cli/apply-ruleset.ts'
import { diagnose, diagnosisText } from '../../src/doctor/diagnose.ts'
import { gitFinding, isAtLeast, nodeFinding } from '../../src/doctor/environment.ts'
import { appFindings, type Identities } from '../../src/doctor/on-github.ts'
import { repositoryFindings } from '../../src/doctor/on-repository.ts'
import type { Finding } from '../../src/domain/setup/finding.ts'
import { rulesetsAs } from '../../src/github/rulesets-api.ts'
import {
  APPS,
  githubOf,
  repo,
  startTestForge,
  tokenOf,
  type AppName,
  type TestForge,
} from '../forge/support.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const TEMPLATES = join(ROOT, 'templates', 'target')
const POLICY = `version: 1
extends: asa-swarm
validate:
  commands: [{ name: tests, run: npm test }]
`
const VALIDATE = '.github/workflows/baton-validate.yml'

const made: string[] = []
afterAll(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true })
})

/** Files of a target repository as set-up leaves them, with these replaced; undefined: left out. */
function target(change: Record<string, string | undefined> = {}): string {
  const dir = mkdtempSync(join(tmpdir(), 'target-'))
  made.push(dir)
  cpSync(TEMPLATES, dir, { recursive: true })
  for (const [path, text] of Object.entries({ '.github/baton.yml': POLICY, ...change })) {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    if (text === undefined) rmSync(join(dir, path))
    else writeFileSync(join(dir, path), text)
  }
  return dir
}

const as = (t: TestForge, author: AppName, reviewer?: AppName): Identities => ({
  github: githubOf(t, author),
  reviewer: reviewer === undefined ? undefined : githubOf(t, reviewer),
})

const start = async (change: Record<string, string | undefined> = {}): Promise<TestForge> =>
  await startTestForge({
    repositories: [{ owner: repo.owner, name: repo.repo, files: target(change) }],
  })

/** Those that are not in order, as `level place`. */
const wrong = (findings: readonly Finding[]): string[] =>
  findings.filter(({ level }) => level !== 'ok').map(({ level, place }) => `${level} ${place}`)

const rules = async (t: TestForge, authorAppId: number = APPS.baton.id): Promise<void> => {
  const api = rulesetsAs(tokenOf('ada'), `${t.forge.url}/api/v3`, repo)
  const wish = { authorAppId, branch: undefined, mergeQueue: undefined }
  await applyRuleset(api, { ...wish, mode: 'two Apps', dryRun: false })
}

/** What the seeded App is not subscribed to, and every App of the seed is without a webhook. */
const EVENTS = 'fail repository.installation.events'

describe('a repository', () => {
  let t: TestForge
  beforeAll(async () => {
    t = await start()
    await t.as('ada').rest.issues.createLabel({ ...repo, name: 'baton', color: 'ededed' })
    await rules(t)
  })
  afterAll(async () => t.close())

  test('as set-up leaves it is in order, and two Apps count', async () => {
    const findings = await repositoryFindings(as(t, 'baton', 'reviewer'), repo)
    expect(wrong(findings)).toEqual([EVENTS])
    expect(diagnosisText(findings)).toContain('two Apps: the approval of the reviewer App counts')
  })

  test('with one App waits for people, and says so', async () => {
    const findings = await repositoryFindings(as(t, 'baton'), repo)
    expect(wrong(findings)).toEqual([EVENTS, 'warn repository.ruleset.approvals'])
    expect(diagnosisText(findings)).toContain('one App: a person has to approve each pull request')
  })

  test('with a second App that may not write does not count its approval', async () => {
    const findings = await repositoryFindings(as(t, 'baton', 'reader'), repo)
    expect(wrong(findings)).toEqual([EVENTS, 'fail repository.ruleset.approvals'])
    expect(diagnosisText(findings)).toContain('lacks `contents: write`')
  })

  test('looked at as another App has checks that are not its own', async () => {
    const findings = await repositoryFindings(as(t, 'reviewer'), repo)
    const found = wrong(findings)
    expect(found).toContain('fail repository.ruleset.rules.required_status_checks.baton/gates')
    expect(found).toContain('fail repository.installation.permissions')
    expect(diagnosisText(findings)).toMatch(
      /expected \{"context":"baton\/gates","integration_id":22\}, found .*11/,
    )
  })

  test('that is none, or where the App is not installed, is one finding', async () => {
    const findings = await repositoryFindings(as(t, 'baton'), { owner: 'ada', repo: 'nothing' })
    expect(wrong(findings)).toEqual(['fail repository.installation'])
  })
})

test('with everything missing is told everything at once, each with what to do', async () => {
  const t = await startTestForge()
  try {
    const findings = await repositoryFindings(as(t, 'baton'), repo)
    const found = wrong(findings)
    expect(found).toEqual(
      expect.arrayContaining([
        'fail repository.policy',
        `fail repository.files.${VALIDATE}`,
        'fail repository.files..github/actions/baton-measure/action.yml',
        'warn repository.files..github/ISSUE_TEMPLATE/baton-task.yml',
        'warn repository.label',
        'fail repository.ruleset.rules.pull_request',
        'fail repository.ruleset.rules.required_status_checks',
        'warn repository.ruleset.approvals',
      ]),
    )
    for (const { level, fix, expected } of findings) {
      if (level !== 'ok') expect([fix, expected]).not.toContain(undefined)
    }
  } finally {
    await t.close()
  }
})

test('with a broken policy and another workflow names file, line and path', async () => {
  const workflow = readFileSync(join(TEMPLATES, VALIDATE), 'utf8')
  const t = await start({
    '.github/baton.yml': `${POLICY}labell: x\n`,
    [VALIDATE]: `${workflow}\n# mine\n`,
    '.github/workflows/baton-benchmark.yml': undefined,
    '.github/actions/baton-guard/action.yml': readFileSync(
      join(TEMPLATES, '.github/actions/baton-guard/action.yml'),
      'utf8',
    ).replaceAll('\n', '\r\n'),
  })
  try {
    const findings = await repositoryFindings(as(t, 'baton'), repo)
    const found = wrong(findings)
    expect(found).toContain('fail repository.policy..github/baton.yml:5')
    expect(found).toContain(`warn repository.files.${VALIDATE}`)
    expect(found).toContain('fail repository.files..github/workflows/baton-benchmark.yml')
    expect(found.join()).not.toContain('baton-guard')
  } finally {
    await t.close()
  }
})

describe('the Apps', () => {
  let t: TestForge
  beforeAll(async () => {
    t = await startTestForge()
  })
  afterAll(async () => t.close())

  test('without webhooks and some events are told', async () => {
    const { findings, reachable } = await appFindings(as(t, 'baton', 'reviewer'))
    expect(reachable).toBe(true)
    expect(wrong(findings)).toEqual(['fail app.events', 'fail app.webhook'])
    expect(diagnosisText(findings)).toContain('merge_group')
  })

  test('with too few permissions are told which', async () => {
    const { findings } = await appFindings(as(t, 'reader', 'reader'))
    expect(wrong(findings)).toEqual([
      'fail app.permissions',
      'fail app.events',
      'fail app.webhook',
      'fail reviewer.permissions',
    ])
    expect(diagnosisText(findings)).toContain('contents: write (has none)')
  })

  test.each<[string, Record<string, string>, string[]]>([
    ['nothing configured', {}, ['warn environment.credentials']],
    ['half a configuration', { APP_ID: '11' }, ['fail environment.credentials']],
    ['a number that is none', { APP_ID: 'x', PRIVATE_KEY: 'y' }, ['fail environment.credentials']],
    [
      'a data folder below a file',
      { BATON_DATA_DIR: `${import.meta.filename}/data` },
      ['fail environment.database', 'warn environment.credentials'],
    ],
    [
      'a file in the place of the data folder',
      { BATON_DATA_DIR: import.meta.filename },
      ['fail environment.database', 'warn environment.credentials'],
    ],
    [
      'a database that is not there',
      { DATABASE_URL: 'postgres://a:b@127.0.0.1:1/c' },
      ['fail environment.database', 'warn environment.credentials'],
    ],
  ])('are not asked with %s', async (_name, env, expected) => {
    const findings = await diagnose({ PATH: process.env['PATH'], ...env }, repo)
    // Whether a sandbox can be had is this machine's own matter.
    expect(wrong(findings).filter((one) => !one.includes('sandbox'))).toEqual(expected)
    expect(diagnosisText(findings)).not.toContain('a:b@')
  })

  test('whose key belongs to no App are one finding', async () => {
    const { port, hostname } = new URL(t.forge.url)
    const env = {
      PATH: process.env['PATH'],
      APP_ID: '4711',
      PRIVATE_KEY: t.forge.privateKey(APPS.baton.id),
      WEBHOOK_SECRET: 'a secret of sixteen',
      GHE_HOST: `${hostname}:${port}`,
      GHE_PROTOCOL: 'http',
    }
    const findings = await diagnose(env, repo)
    expect(wrong(findings).filter((one) => !one.includes('sandbox'))).toEqual(['fail app'])
    const right = await diagnose({ ...env, APP_ID: '11' }, { owner: 'ada', repo: 'nothing' })
    expect(wrong(right)).toContain('fail repository.installation')
    expect(diagnosisText(right)).not.toContain('PRIVATE KEY')
  })
})

describe('versions', () => {
  test.each<[string | undefined, string]>([
    ['git version 2.38.0', 'ok'],
    ['git version 2.50.1 (Apple Git-155)', 'ok'],
    ['git version 3.0.0', 'ok'],
    ['git version 2.37.9', 'fail'],
    ['nonsense', 'fail'],
    [undefined, 'fail'],
  ])('%s', (said, level) => expect(gitFinding(said).level).toBe(level))

  test.each([
    ['22.18.0', true],
    ['24.0.0', true],
    ['22.17.9', false],
    ['v22.18', true],
    ['18.20.1', false],
    ['', false],
  ])('%s', (version, enough) => {
    expect(isAtLeast(version, '>=22.18')).toBe(enough)
    expect(nodeFinding(version).level).toBe(enough ? 'ok' : 'fail')
  })
})
