// `baton route`: what an issue's route says about itself, and how its input is read.

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readIssue } from '../../src/cli/issue-file.ts'
import { routeText } from '../../src/cli/route-report.ts'
import { explainRoute } from '../../src/cli/route.ts'
import { UserError } from '../../src/errors.ts'
import { VALID_POLICY } from '../roster/support.ts'
import { baton, ROOT, scratch } from './support.ts'

const { dir, remove } = scratch()
afterAll(remove)

const explained = async (labels: string, flags: { paths?: string } = {}): Promise<string> =>
  routeText(await explainRoute(undefined, { pack: 'asa-swarm', labels, ...flags }))

async function refusal(work: () => unknown): Promise<UserError> {
  try {
    await work()
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
  throw new Error('it was accepted')
}

describe('an issue file', () => {
  it.each<[what: string, text: string, expected: object]>([
    ['plain Markdown', '# Repair it\n\nIt broke.\n', { title: 'Repair it', body: 'It broke.', labels: [] }],
    [
      'front matter with a list',
      '---\ntitle: Repair it\nlabels: [type:bugfix, complexity:high]\n---\nIt broke.\n',
      { title: 'Repair it', body: 'It broke.', labels: ['type:bugfix', 'complexity:high'] },
    ],
    [
      'labels with commas, and the title in the text',
      '\uFEFF---\r\nlabels: type:bugfix , complexity:high,\r\n---\r\n# Repair it\r\n\r\nIt broke.\r\n',
      { title: 'Repair it', body: 'It broke.', labels: ['type:bugfix', 'complexity:high'] },
    ],
    ['front matter without keys', '---\n---\n# Repair it\n', { title: 'Repair it', body: '', labels: [] }],
    ['a line of dashes later', 'Repair it\n---\nlabels: x\n', { title: 'Repair it', labels: [] }],
    ['nothing', '', { title: 'Untitled', body: '', labels: [] }],
  ])('%s', (_what, text, expected) => {
    expect(readIssue('issue.md', text)).toMatchObject(expected)
  })

  it.each<[what: string, text: string, message: RegExp]>([
    [
      'a misspelt key',
      '---\nlable: x\n---\n',
      /issue\.md:2 lable: unknown key `lable`; did you mean `labels`/,
    ],
    ['a label that is too long', `---\nlabels: [${'x'.repeat(51)}]\n---\n`, /issue\.md:2 labels/],
    ['front matter that is not closed', '---\ntitle: x\n', /issue\.md:1 the front matter is not closed/],
    ['broken YAML', '---\ntitle: [x\n---\n', /issue\.md:\d not valid YAML/],
  ])('%s is refused with its place', async (_what, text, message) => {
    const error = await refusal(() => readIssue('issue.md', text))
    expect(error.message).toMatch(message)
    expect(error.fix).toContain('labels: [type:bugfix')
  })
})

describe('the route', () => {
  it('is explained from the labels of file and flags together', async () => {
    const issue = { file: 'issue.md', text: '---\ntitle: Faster\nlabels: [type:performance]\n---\n' }
    const report = await explainRoute(issue, {
      pack: 'asa-swarm',
      labels: 'component:attention,type:performance',
    })
    expect(report.labels).toEqual(['type:performance', 'component:attention'])
    const text = routeText(report)
    expect(text.split('\n').slice(0, 3)).toEqual([
      'Issue: Faster',
      'Team: asa-swarm (ASA swarm), from --pack',
      'Labels: type:performance, component:attention',
    ])
    expect(text).toContain(
      [
        'wave  purpose    agent        after',
        '1     research   benchmarker  -',
        '2     implement  implementer  1',
      ].join('\n'),
    )
    expect(text).toMatch(/^reviewers +benchmarker, critic +2 of 2 +none +0$/m)
    expect(text).toMatch(/^core-files +critic, benchmarker, researcher +3 of 3 +critic, benchmarker +0$/m)
    expect(text).toMatch(/^ {2}- type performance, because of the label type:performance$/m)
    expect(text).toMatch(/^ {4}- orchestrator: triages and synthesises, takes no wave$/m)
    expect(text).toMatch(/^ {2}- priority 1 at the level medium$/m)
    expect(text).not.toContain('Note:')
  })

  it.each<[labels: string, note: RegExp]>([
    [
      '',
      /^Note: no label type:\* is given: when the task runs, orchestrator classifies it first; here the defaults/m,
    ],
    ['type:bugfx', /^Note: the label type:bugfx is not known .* did you mean type:bugfix\?$/m],
    ['type:bugfix,component:atention', /component:atention is not known .* did you mean component:attention/],
    ['type:bugfix,tpye:bugfix', /the label tpye:bugfix means nothing here; did you mean type:bugfix/],
    ['type:bugfix,priority:hihg', /priority:hihg is not known .* did you mean priority:high/],
    ['type:bugfix,impact:9', /impact:9 is not known .*; expected a whole number from 1 to 5/],
    ['type:bugfix,Type:Architecture', /type:bugfix and Type:Architecture contradict each other/],
  ])('labels %j are commented on', async (labels, note) => {
    expect(await explained(labels)).toMatch(note)
  })

  it('says nothing about labels that are not ours', async () => {
    expect(await explained('type:bugfix,good first issue,baton,impact:5')).not.toContain('Note:')
  })

  it('needs no seat where nothing is merged', async () => {
    expect(await explained('type:research')).toContain('Nothing is merged, so no seat is needed.')
  })

  it('tells which components and seats changed paths bring in', async () => {
    const text = await explained('type:bugfix', { paths: './src/attention.ts,docs/a.md,x.c' })
    expect(text).toMatch(/^src\/attention\.ts +attention +yes$/m)
    expect(text).toMatch(/^docs\/a\.md +docs +no$/m)
    expect(text).toMatch(/^x\.c +none +no$/m)
    expect(text).toMatch(/^core-files +critic/m)
    expect(text).toContain('paths alone do not route: add component:attention, component:docs')
    expect(await explained('type:bugfix', { paths: 'x.c' })).not.toMatch(/^core-files/m)
  })

  it('shows nothing that moves the cursor', async () => {
    const issue = { file: 'issue.md', text: '# \u001b[2J\u202Etitle\n' }
    const text = routeText(await explainRoute(issue, { pack: 'asa-swarm', labels: 'type:\u001b[31m' }))
    // oxlint-disable-next-line no-control-regex -- an escape sequence is exactly what is looked for
    expect(text).not.toMatch(/\u001b|\u202E/)
    expect(text).toContain('\\u001b[2J')
  })
})

describe('the team', () => {
  function repository(policy: string): string {
    const top = mkdtempSync(join(dir, 'repo-'))
    mkdirSync(join(top, '.github/baton/agents'), { recursive: true })
    writeFileSync(join(top, '.github/baton.yml'), policy)
    writeFileSync(
      join(top, '.github/baton/agents/scribe.md'),
      '---\nname: scribe\ndescription: Writes.\n---\nYou write.\n',
    )
    return join(top, '.github/baton.yml')
  }

  it("is what a policy makes of its pack, with the repository's own agents", async () => {
    const policy = repository(
      `${VALID_POLICY}default_priority: high\ncomponents:\n  book: { paths: ['book/**'], owner: scribe }\n`,
    )
    const report = await explainRoute(undefined, { policy, labels: 'type:documentation,component:book' })
    expect(report.from).toBe(`the policy ${policy} with 1 agent of the repository's own`)
    expect(report.route.waves.map(({ agent }) => agent)).toEqual(['scribe'])
    expect(report.priority.text).toBe('priority 1 at the level high')
  })

  it('is asa-swarm when nothing says otherwise', async () => {
    const report = await explainRoute(undefined, {})
    expect(report.from).toBe('the default: there is no .github/baton.yml here')
    expect(report.pack.name).toBe('asa-swarm')
  })

  it.each<[what: string, flags: () => { pack?: string; policy?: string }, message: RegExp, fix: RegExp]>([
    [
      'an unknown pack',
      () => ({ pack: 'asa-swram' }),
      /no pack asa-swram; did you mean asa-swarm\?/,
      /asa-swarm/,
    ],
    [
      'pack and policy',
      () => ({ pack: 'asa-swarm', policy: 'x.yml' }),
      /do not go together/,
      /leave --pack out/,
    ],
    [
      'no such policy',
      () => ({ policy: join(dir, 'none.yml') }),
      /policy cannot be read: ENOENT/,
      /baton\.yml/,
    ],
    [
      'a broken policy',
      () => ({ policy: repository(VALID_POLICY.replace('asa-swarm', 'asa')) }),
      /has 1 problem:\n.*baton\.yml:2 extends: there is no pack `asa`/,
      /baton check/,
    ],
  ])('refuses %s', async (_what, flags, message, fix) => {
    const error = await refusal(async () => await explainRoute(undefined, flags()))
    expect(error.message).toMatch(message)
    expect(error.fix).toMatch(fix)
  })
})

describe.concurrent('the process', () => {
  it('prints the route as one object', async () => {
    const { exitCode, stdout, stderr } = await baton(
      ['route', '--pack', 'asa-swarm', '--labels', 'type:bugfix', '--json'],
      { dir, cwd: ROOT },
    )
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({
      type: 'bugfix',
      complexity: 'medium',
      waves: [{ index: 1, purpose: 'implement', agent: 'implementer', after: [] }],
      seats: ['critic'],
    })
  })

  it('exits with 1 for an issue that cannot be read', async () => {
    const { exitCode, stdout, stderr } = await baton(['route', join(dir, 'none.md')], { dir })
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toMatch(/the issue cannot be read: ENOENT[^]*- for standard input/)
  })
})
