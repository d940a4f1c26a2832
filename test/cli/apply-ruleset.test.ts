// The ruleset on the embedded GitHub: made, found again, mended without losing what people added, and refused with what helps.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { applyRuleset, rulesetText } from '../../src/cli/apply-ruleset.ts'
import { repositoryOf } from '../../src/cli/repository-name.ts'
import {
  checksOf,
  combinedRuleset,
  rulesetDifferences,
  wantedRuleset,
  type Ruleset,
} from '../../src/domain/setup/ruleset.ts'
import { UserError } from '../../src/errors.ts'
import { rulesetsAs, type RulesetsApi } from '../../src/github/rulesets-api.ts'
import {
  APPS,
  repo,
  startTestForge,
  tokenOf,
  type AppName,
  type Person,
  type TestForge,
} from '../forge/support.ts'

const wish = { authorAppId: APPS.baton.id, branch: undefined, mergeQueue: undefined }
const wanted = wantedRuleset(wish)

/** The wanted ruleset with one thing different. */
const broken = (change: Partial<Ruleset>): Ruleset => ({ ...wanted, ...change })
const withRule = (type: string, parameters: Record<string, unknown>): Ruleset =>
  broken({
    rules: wanted.rules.map((rule) =>
      rule.type === type ? { type, parameters: { ...rule.parameters, ...parameters } } : rule,
    ),
  })
const refs = (include: string[], exclude: string[] = []): Ruleset =>
  broken({ conditions: { ref_name: { include, exclude } } })
const checks = (...list: { context: string; integration_id?: number }[]): Ruleset =>
  withRule('required_status_checks', { required_status_checks: list })
const gates = { context: 'baton/gates', integration_id: 11 }
const consensus = { context: 'baton/consensus', integration_id: 11 }
const build = { context: 'build' }

describe('differences', () => {
  test.each<[string, Ruleset | undefined, string[]]>([
    ['none', wanted, []],
    ['nothing there', undefined, ['ruleset']],
    ['switched off', broken({ enforcement: 'disabled' }), ['enforcement']],
    ['evaluated only', broken({ enforcement: 'evaluate' }), ['enforcement']],
    ['for tags', broken({ target: 'tag' }), ['target']],
    ['for another branch', refs(['refs/heads/next']), ['conditions.ref_name.include']],
    ['for all branches', refs(['~ALL']), []],
    ['for one more branch', refs(['~DEFAULT_BRANCH', 'refs/heads/next']), []],
    ['with the branch left out', refs(['~ALL'], ['~DEFAULT_BRANCH']), ['conditions.ref_name.exclude']],
    ['no rules', broken({ rules: [] }), ['rules.pull_request', 'rules.required_status_checks']],
    [
      'no approval',
      withRule('pull_request', { required_approving_review_count: 0 }),
      ['rules.pull_request.required_approving_review_count'],
    ],
    ['two approvals', withRule('pull_request', { required_approving_review_count: 2 }), []],
    ['code owners too', withRule('pull_request', { require_code_owner_review: true }), []],
    [
      'approvals that outlive a push',
      withRule('pull_request', { dismiss_stale_reviews_on_push: false }),
      ['rules.pull_request.dismiss_stale_reviews_on_push'],
    ],
    ['one check', checks(gates), ['rules.required_status_checks.baton/consensus']],
    [
      'the check of another App',
      checks({ ...gates, integration_id: 99 }, consensus),
      ['rules.required_status_checks.baton/gates'],
    ],
    [
      'the check of any App',
      checks({ context: 'baton/gates' }, consensus),
      ['rules.required_status_checks.baton/gates'],
    ],
    ['in another order, with others', checks(build, consensus, gates), []],
    [
      'parameters that are no list',
      withRule('required_status_checks', { required_status_checks: 'all' }),
      ['rules.required_status_checks.baton/gates', 'rules.required_status_checks.baton/consensus'],
    ],
  ])('%s', (_name, live, places) => {
    expect(rulesetDifferences(wanted, live).map(({ place }) => place)).toEqual(places)
    // Whatever it was, put together it is as it should be.
    expect(rulesetDifferences(wanted, combinedRuleset(wanted, live))).toEqual([])
  })

  test('a merge queue and an integration branch are asked for by name', () => {
    const more = wantedRuleset({ ...wish, branch: 'next', mergeQueue: 'rebase' })
    expect(more.conditions.ref_name.include).toEqual(['refs/heads/next'])
    expect(more.rules.at(-1)).toMatchObject({ type: 'merge_queue', parameters: { merge_method: 'REBASE' } })
    expect(rulesetDifferences(more, wanted).map(({ place }) => place)).toEqual([
      'conditions.ref_name.include',
      'rules.merge_queue',
    ])
  })

  test('what people added is kept: rules, checks, branches, and what is stricter', () => {
    const live: Ruleset = {
      ...checks(build, { ...gates, integration_id: 99 }),
      conditions: { ref_name: { include: ['refs/heads/next'], exclude: ['refs/heads/old'] } },
    }
    const both = combinedRuleset(wanted, { ...live, rules: [...live.rules, { type: 'non_fast_forward' }] })
    expect(both.conditions.ref_name).toEqual({
      include: ['~DEFAULT_BRANCH', 'refs/heads/next'],
      exclude: ['refs/heads/old'],
    })
    expect(both.rules.map(({ type }) => type)).toEqual([
      'pull_request',
      'required_status_checks',
      'non_fast_forward',
    ])
    expect(both.rules.flatMap(checksOf)).toEqual([gates, consensus, { ...build, integration_id: undefined }])
    const strict = combinedRuleset(wanted, withRule('pull_request', { required_approving_review_count: 3 }))
    expect(strict.rules[0]?.parameters).toMatchObject({ required_approving_review_count: 3 })
  })
})

describe('on GitHub', () => {
  let t: TestForge
  beforeAll(async () => {
    t = await startTestForge()
  })
  afterAll(async () => t.close())
  beforeEach(async () => {
    const { rest } = t.as('ada')
    for (const { id } of (await rest.repos.getRepoRulesets(repo)).data)
      await rest.repos.deleteRepoRuleset({ ...repo, ruleset_id: id })
  })

  const api = (token: string): RulesetsApi => rulesetsAs(token, `${t.forge.url}/api/v3`, repo)
  const person = (who: Person): RulesetsApi => api(tokenOf(who))
  const app = async (name: AppName): Promise<RulesetsApi> => api(await t.installationToken(name))
  const apply = async (by: RulesetsApi, dryRun = false) =>
    applyRuleset(by, { ...wish, mode: 'two Apps', dryRun })

  test('a dry run says what would be made and makes nothing', async () => {
    const report = await apply(person('ada'), true)
    expect(report).toMatchObject({ change: 'created', dryRun: true, body: wanted })
    expect(rulesetText('ada/engine', report)).toMatch(/would be created\.[^]*"integration_id": 11/)
    expect(await person('ada').find('baton')).toBeUndefined()
  })

  test('it is made once, by the App or by a person, and the same call changes nothing', async () => {
    expect((await apply(await app('baton'))).change).toBe('created')
    const made = await person('ada').find('baton')
    expect(rulesetDifferences(wanted, made)).toEqual([])
    expect(await apply(person('ada'))).toMatchObject({ change: 'none', differences: [] })
    expect(await person('ada').find('baton')).toEqual(made)
    const rules = await person('ada').onBranch('main')
    expect(rules.map(({ type }) => type)).toEqual(['pull_request', 'required_status_checks'])
  })

  test('a live one is mended, and keeps what is not ours', async () => {
    const { rest } = t.as('ada')
    await rest.repos.createRepoRuleset({
      ...repo,
      name: 'baton',
      enforcement: 'disabled',
      conditions: { ref_name: { include: ['refs/heads/next'], exclude: [] } },
      bypass_actors: [{ actor_id: 5, actor_type: 'RepositoryRole', bypass_mode: 'always' }],
      rules: [
        { type: 'deletion' },
        {
          type: 'required_status_checks',
          parameters: {
            strict_required_status_checks_policy: true,
            required_status_checks: [{ context: 'baton/gates', integration_id: 99 }, { context: 'build' }],
          },
        },
      ],
    })
    const { change, differences } = await apply(person('ada'))
    expect(change).toBe('updated')
    expect(differences.map(({ place }) => place)).toEqual([
      'enforcement',
      'conditions.ref_name.include',
      'rules.pull_request',
      'rules.required_status_checks.baton/gates',
      'rules.required_status_checks.baton/consensus',
    ])
    const live = await person('ada').find('baton')
    expect(rulesetDifferences(wanted, live)).toEqual([])
    expect(live?.rules.map(({ type }) => type)).toContain('deletion')
    const full = await rest.repos.getRepoRuleset({ ...repo, ruleset_id: live?.id ?? 0 })
    expect(full.data.bypass_actors).toHaveLength(1)
  })

  test.each<[string, () => Promise<RulesetsApi>]>([
    ['an App without `administration: write`', async () => await app('reviewer')],
    ['somebody who may only write', async () => person('grace')],
  ])('%s is refused, and told what would do', async (_name, by) => {
    const failed = apply(await by())
    await expect(failed).rejects.toThrow(UserError)
    await expect(failed).rejects.toMatchObject({ fix: expect.stringContaining('--token') })
    expect(await person('ada').find('baton')).toBeUndefined()
  })
})

test.each(['engine', 'ada/', '/engine', 'ada/engine/x', 'ada engine', '-a/b', 'a/b?c', ''])(
  '%j is no repository',
  (name) => expect(() => repositoryOf(name)).toThrow(UserError),
)
test('owner/repo is one', () =>
  expect(repositoryOf('ada/engine.js')).toEqual({ owner: 'ada', repo: 'engine.js' }))
