// What must hold of the small scenario's world at the end, whatever happened on the way: everything there, nothing twice.

import { expect } from 'vitest'
import { topicOf } from '../../src/domain/markers.ts'
import { GREET, GREET_PATH } from './small-scenario.ts'
import { issueOf, onlyPull, type SmallStage } from './small-stage.ts'

const topics = (bodies: readonly { body: string | null }[]): string[] =>
  bodies.map(({ body }) => topicOf(body ?? '') ?? 'none').sort()

const counts = (names: readonly string[]): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]))

/** Fails unless issue, pull request, reviews, checks, workflow runs, branches and code are as an undisturbed run leaves them. */
export async function expectWholeWorld(small: SmallStage, issue = 1): Promise<void> {
  const { stage, repo } = small
  const { git, contract } = stage.forge
  const { state, comments } = issueOf(repo, issue)
  expect(state).toBe('closed')
  expect(topics(comments)).toEqual(['route', 'summary', 'wave-1'])

  const pull = onlyPull(repo)
  expect(pull).toMatchObject({ merged: true, draft: false })
  const head = pull.headSha
  const before = repo.checks.find((check) => check.headSha !== head)?.headSha ?? ''
  expect(topics(issueOf(repo, pull.number).comments)).toEqual([`decision/${head.slice(0, 12)}`])
  expect(topics(pull.reviews.filter(({ body }) => body !== ''))).toEqual(
    [
      `consensus/${head.slice(0, 12)}`,
      `verdict/benchmarker/${head.slice(0, 12)}/1`,
      `verdict/critic/${before.slice(0, 12)}/1`,
      `verdict/critic/${head.slice(0, 12)}/1`,
    ].sort(),
  )
  const raised = pull.reviewComments.filter(({ inReplyTo }) => inReplyTo === undefined)
  expect(raised.map(({ path, line }) => ({ path, line }))).toEqual([{ path: GREET_PATH, line: 1 }])

  expect(counts(repo.runs.map((run) => `${run.workflowName} ${run.inputs['sha']}`))).toEqual(
    Object.fromEntries([before, head].map((sha) => [`${repo.runs[0]?.workflowName} ${sha}`, 1])),
  )
  expect(
    repo.checks.map(({ name, headSha, conclusion }) => `${name} ${headSha} ${conclusion}`).sort(),
  ).toEqual(
    [
      `baton/gates ${before} success`,
      `baton/consensus ${before} failure`,
      `baton/gates ${head} success`,
      `baton/consensus ${head} success`,
    ].sort(),
  )

  expect((await git.branches(repo)).map(({ name }) => name)).toEqual(['main'])
  expect(await git.log(repo, 'main')).toHaveLength(2)
  expect((await git.fileAt(repo, 'main', GREET_PATH))?.data.toString()).toBe(GREET[2])

  expect(contract.violations).toEqual([])
  expect(stage.player?.mismatches).toEqual([])
  expectPaidOnce(small)
}

/** Fails when an answered, and so paid, turn of an agent was asked for again. */
export function expectPaidOnce({ stage }: SmallStage): void {
  const paid = (stage.player?.log ?? []).filter(({ status, cut }) => status === 200 && !cut)
  expect(counts(paid.map(({ script, turn }) => `${script} turn ${turn}`))).toEqual({
    'researcher/research/1 turn 0': 1,
    'researcher/research/1 turn 1': 1,
    'implementer/implement/1 turn 0': 1,
    'implementer/implement/1 turn 1': 1,
    'implementer/implement/1 turn 2': 1,
    'critic/review/1 turn 0': 1,
    'implementer/implement/2 turn 0': 1,
    'implementer/implement/2 turn 1': 1,
    'implementer/implement/2 turn 2': 1,
    'critic/review/2 turn 0': 1,
    'critic/review/2 turn 1': 1,
    'benchmarker/review/1 turn 0': 1,
    'orchestrator/synthesise/1 turn 0': 1,
  })
}
