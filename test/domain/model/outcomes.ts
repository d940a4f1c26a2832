// What the modelled world answers: results of validations, merges that go through, are refused or come too late.

import { expect } from 'vitest'
import type { Action } from '../../../src/domain/actions.ts'
import type { WorkflowResult } from '../../../src/domain/results.ts'
import type { ValidationRecord } from '../../../src/domain/snapshot.ts'
import { ratioOf4, result } from '../support.ts'
import type { Tape } from './tape.ts'
import {
  branchOfPull,
  changePull,
  changeValidation,
  type Finding,
  moveBranch,
  newId,
  newSha,
  type World,
} from './world.ts'

type ValidationAction = Extract<Action, { do: 'dispatch' | 'collect_result' | 'give_up_validation' }>

const redStep = { name: 'tests', command: 'npm test', exitCode: 1, durationMs: 5, outputTail: 'not ok 3' }

/** How a workflow run can have ended; the first is the good one. */
function ends(record: ValidationRecord): [finding: Finding, change: Partial<ValidationRecord>][] {
  const fits = { kind: record.kind, nonce: record.nonce, headSha: record.headSha, baseSha: record.baseSha }
  const done = (change: Partial<WorkflowResult>): Partial<ValidationRecord> => ({
    state: 'done',
    result: result({ ...fits, ...change }),
  })
  const lost: [Finding, Partial<ValidationRecord>][] = [
    ['lost', { state: 'failed', detail: 'the workflow run ended without a result artifact' }],
    ['lost', { state: 'refused', detail: 'the result carries a nonce that was not asked for' }],
  ]
  return record.kind === 'validate'
    ? [
        ['green', done({})],
        ['green', done({ tests: null })],
        ['green', done({})],
        ['green', done({})],
        [
          'red',
          done({
            tests: {
              total: 12,
              passed: 11,
              failed: 1,
              skipped: 0,
              failures: [{ name: 'sparse', message: '' }],
            },
          }),
        ],
        ['red', done({ steps: [redStep] })],
        ['red', done({ steps: [] })],
        ...lost,
      ]
    : [
        ['green', done({ tests: null, benchmarks: [ratioOf4] })],
        ['green', done({ tests: null, benchmarks: [ratioOf4] })],
        ['green', done({ tests: null, benchmarks: [ratioOf4] })],
        ['green', done({ tests: null, benchmarks: [ratioOf4] })],
        [
          'slow',
          done({
            tests: null,
            benchmarks: [{ ...ratioOf4, candidate: ratioOf4.baseline.map((value) => 2 * value) }],
          }),
        ],
        [
          'slow',
          done({
            tests: null,
            benchmarks: [{ ...ratioOf4, candidate: ratioOf4.baseline.map((value) => 2 * value) }],
          }),
        ],
        ['red', done({ tests: null, benchmarks: [] })],
        ...lost,
      ]
}

/** Carries out what concerns validations. False when nothing was learnt or changed. */
export function applyValidation(world: World, action: ValidationAction, tape: Tape): boolean {
  if (action.do === 'dispatch') {
    const { name: platform } = action.platform
    const { confirms } = action
    const id = `${action.kind}/${platform}/${confirms}/${action.headSha}/${action.attempt}`
    expect(action.attempt, 'a validation is tried without end').toBeLessThanOrEqual(2)
    const known = world.validations.find((record) => record.id === id)
    expect(known?.workflowRunId, 'a workflow that runs is dispatched again').toBeUndefined()
    const named = world.setting.namesRuns || known !== undefined
    const workflowRunId = named && !tape.rarely(4) ? String(1000 + newId(world)) : undefined
    if (known !== undefined) {
      if (workflowRunId !== undefined) changeValidation(world, id, { workflowRunId, state: 'running' })
      return workflowRunId !== undefined
    }
    const { wave, kind, headSha, baseSha, attempt } = action
    world.validations.push({
      id,
      wave,
      kind,
      platform,
      confirms,
      headSha,
      baseSha,
      nonce: 'nonce-1234',
      attempt,
      state: workflowRunId === undefined ? 'requested' : 'running',
      workflowRunId,
      completed: false,
      result: undefined,
      detail: undefined,
      requestedAt: world.now,
    })
    return true
  }
  const record = world.validations.find(({ id }) => id === action.validation)
  expect(record?.state, 'an ended validation is touched').toMatch(/requested|running/)
  if (record === undefined) return false
  if (action.do === 'give_up_validation') {
    world.findings.set(record.id, 'lost')
    changeValidation(world, record.id, { state: 'failed', detail: action.why })
    return true
  }
  expect(record.completed, 'a result is fetched before it is there').toBe(true)
  const [first, ...rest] = ends(record)
  if (first === undefined) return false
  const [finding, change] = tape.pick([first, ...rest])
  world.findings.set(record.id, finding)
  changeValidation(world, record.id, change)
  return true
}

/** A merge that goes through, comes too late for the head, or is refused by a rule. */
export function applyMerge(world: World, action: Extract<Action, { do: 'merge' }>, tape: Tape): boolean {
  const branch = branchOfPull(world, action.pull)
  const pull = world.pulls.get(branch)
  const outcomes = ['merged', 'merged', 'refused', 'moved'] as const
  const outcome = tape.pick<(typeof outcomes)[number]>([...outcomes])
  switch (outcome === 'moved' && world.lastMinutePushes === 0 ? 'merged' : outcome) {
    case 'merged':
      world.base = newSha(world)
      changePull(world, branch, { state: 'merged', mergeSha: world.base })
      if (/^Closes #7$/m.test(pull?.body ?? '')) world.issue.state = 'closed'
      return true
    case 'refused':
      world.mergeRefusal = { sha: action.sha, message: 'a rule says no', at: world.now }
      return true
    case 'moved':
      world.lastMinutePushes -= 1
      moveBranch(world, branch, newSha(world))
      return true
  }
}
