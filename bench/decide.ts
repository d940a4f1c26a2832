// What thinking costs: decide() over a long task, and the requests of a pass over a task that has not changed.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decide } from '../src/domain/decide.ts'
import { Sha, TaskKey } from '../src/domain/ids.ts'
import type { BareSnapshot } from '../src/domain/snapshot.ts'
import type { EffectivePolicy } from '../src/domain/policy/effective.ts'
import { createLog } from '../src/log.ts'
import { createBaton } from '../src/main.ts'
import { asaSwarm } from '../src/rehearsal/scenarios/asa-swarm/index.ts'
import { connect, setStage } from '../src/rehearsal/stage.ts'
import { done, HEAD, NOW, opened, pack, policy, pull, validation, wave } from '../test/domain/support.ts'
import type { BenchResult } from './support/engine.ts'
import { percentile } from './support/load.ts'

const WAVES = 20
/** Rounds of work on each wave: with implementer and three seats, and two validations each, hundreds of records. */
const ROUNDS = 4
const CALLS = 2000

const headOf = (index: number, round: number): Sha =>
  Sha.parse((index * 16 + round).toString(16).padStart(40, '0'))

function longTask(merged: number): BareSnapshot {
  const indexes = Array.from({ length: WAVES }, (_, i) => i + 1)
  const rounds = Array.from({ length: ROUNDS }, (_, i) => i + 1)
  const each = <T>(make: (index: number, round: number, headSha: Sha) => T[]): T[] =>
    indexes.flatMap((index) =>
      rounds.flatMap((round) =>
        make(index, round, round === ROUNDS && index > merged ? HEAD : headOf(index, round)),
      ),
    )
  const [triage] = opened.runs
  if (triage === undefined) throw new Error('the task has no triage')
  return {
    ...opened,
    waves: indexes.map((index) =>
      wave({
        index,
        branch: `baton/issue-7/wave-${index}-implementer`,
        pull: pull(
          index <= merged
            ? { number: 100 + index, state: 'merged', headSha: headOf(index, ROUNDS) }
            : { number: 100 + index },
        ),
      }),
    ),
    runs: [
      triage,
      ...each((index, round, headSha) => [
        done('implementer', 'implement', {
          wave: index,
          attempt: round,
          commit: headSha,
          paths: ['src/attention.mjs'],
        }),
        ...['critic', 'benchmarker', 'researcher'].map((seat) =>
          done(seat, 'review', { wave: index, attempt: 1, headSha }),
        ),
      ]),
    ],
    validations: each((index, round, headSha) =>
      (['validate', 'benchmark'] as const).map((kind) =>
        validation(kind, { id: `${kind}/${headSha}/${round}`, wave: index, headSha }),
      ),
    ),
  }
}

function longPolicy(): EffectivePolicy {
  const waves = Array.from({ length: WAVES }, () => ({
    purpose: 'implement' as const,
    agent: pack.routing.bugfix.waves[0]!.agent,
  }))
  const chain = { ...pack.routing.implementation, waves }
  const base = policy()
  return { ...base, pack: { ...base.pack, routing: { ...base.pack.routing, implementation: chain } } }
}

/** Median milliseconds of a call; fails when the decision is not the expected one, as then something else was measured. */
function timed(snapshot: BareSnapshot, expected: RegExp): number {
  const effective = longPolicy()
  const { explanation } = decide(snapshot, effective, NOW)
  if (!expected.test(explanation.join('\n')))
    throw new Error(`unexpected decision:\n${explanation.join('\n')}`)
  const times: number[] = []
  for (let call = 0; call < CALLS; call += 1) {
    const from = performance.now()
    decide(snapshot, effective, NOW)
    times.push(performance.now() - from)
  }
  return percentile(times, 0.5)
}

/** API requests of one more pass over a task that waits for a person, counted by the embedded GitHub. */
async function unchangedPass(): Promise<number> {
  const workDir = await mkdtemp(join(tmpdir(), 'baton-bench-'))
  const log = createLog('error')
  const asks = { blocked: 'The issue does not say which kernel is meant.', needs: 'the name of the kernel' }
  const scripts = [
    { key: /^orchestrator\/triage\//, turns: [{ content: [{ type: 'json' as const, value: asks }] }] },
  ]
  const stage = await setStage({
    scenario: { ...asaSwarm(), scripts },
    workDir,
    live: undefined,
    port: 0,
    log,
  })
  try {
    const baton = await createBaton({ config: stage.config, log, rehearsal: true })
    try {
      connect(stage, baton)
      const issue = await stage.fileIssue()
      const key = TaskKey.parse(`acme/attention#${issue}`)
      const rest = async (): Promise<void> => {
        await stage.forge.drain()
        await baton.queue.idle()
      }
      // The comment and labels of the first passes come back as webhooks; a few rounds of both, and nothing is left.
      for (let round = 0; round < 5; round += 1) await rest()
      const labels = stage.forge.world.repositories.get('acme/attention')?.issues.get(issue)?.labels ?? []
      if (labels.length < 2) throw new Error('the task was not taken up')
      const before = stage.forge.contract.sent
      await baton.queue.wake([key])
      await rest()
      return stage.forge.contract.sent - before
    } finally {
      await baton.stop(0)
    }
  } finally {
    await stage.close()
    await rm(workDir, { recursive: true, force: true, maxRetries: 3 })
  }
}

export async function run(): Promise<BenchResult> {
  const finished = longTask(WAVES)
  const sizes = `${finished.runs.length} runs, ${finished.validations.length} validations`
  return {
    name: 'decide',
    rows: [
      {
        what: `decide, ${WAVES} merged waves (${sizes})`,
        value: timed(finished, /wave 20: merged/),
        unit: 'ms',
      },
      {
        what: `decide, ${WAVES - 1} merged waves and one agreed on`,
        value: timed(longTask(WAVES - 1), /wave 19: merged[^]*the orchestrator draws the decision/),
        unit: 'ms',
      },
      { what: 'requests of a pass that changes nothing', value: await unchangedPass(), unit: '' },
    ],
  }
}

if (import.meta.main) console.table((await run()).rows)
