// Which decisions of a task become records: what was decided about its architecture, rulings, and what a person asked for.

import type { Desired } from '../commands/desired.ts'
import type { OutcomeOf } from '../outcomes.ts'
import { rulingRecord } from '../render/conflict-text.ts'
import { shortSha } from '../render/figures.ts'
import type { Route } from '../roster/route.ts'
import type { PullObservation, Snapshot } from '../snapshot.ts'
import type { AdrContent } from './adr.ts'

export interface AdrWish {
  /** Unique within the task. */
  topic: string
  content: AdrContent
}

/** What is kept of an issue as the context of a decision. */
const CONTEXT = 2000

type Synthesis = OutcomeOf['synthesise']

const cut = (text: string): string => (text.length <= CONTEXT ? text : `${text.slice(0, CONTEXT)} …`)

/** The orchestrator's words about a head; undefined before it has decided. */
function synthesisOn({ runs }: Snapshot, wave: number, head: string): Synthesis | undefined {
  const run = runs.findLast(
    (one) =>
      one.purpose === 'synthesise' && one.wave === wave && one.headSha === head && one.state === 'done',
  )
  return run?.outcome?.kind === 'done' && run.outcome.purpose === 'synthesise' ? run.outcome.value : undefined
}

function evidenceOf({ issue, validations }: Snapshot, pull: PullObservation | undefined): string[] {
  if (pull === undefined) return [`issue #${issue.number}`]
  const runs = validations
    .filter(({ headSha, state }) => headSha === pull.headSha && state === 'done')
    .map(
      ({ kind, platform, workflowRunId }) =>
        `${kind} on ${platform}: workflow run ${workflowRunId ?? 'unknown'} at ${shortSha(pull.headSha)}`,
    )
  return [`issue #${issue.number}`, `pull request #${pull.number} at ${pull.headSha}`, ...runs]
}

/** `title` undefined: the pull request's. */
function decided(
  snapshot: Snapshot,
  synthesis: Synthesis,
  pull: PullObservation | undefined,
  title: string,
): AdrContent {
  const { issue } = snapshot
  return {
    title,
    context: cut(`${issue.title}\n\n${issue.body}`.trim()),
    decision: synthesis.decision,
    rationale: synthesis.rationale,
    alternatives: synthesis.alternatives ?? [],
    consequences: [...(synthesis.consequences ?? []), ...synthesis.followUps],
    dissent: synthesis.dissent,
    evidence: evidenceOf(snapshot, pull),
  }
}

interface Merged {
  pull: PullObservation
  synthesis: Synthesis
  wave: number
}

const mergedWaves = (snapshot: Snapshot, route: Pick<Route, 'waves'>): Merged[] =>
  snapshot.waves.flatMap(({ index, pull }) => {
    if (pull?.state !== 'merged' || !route.waves.some((wave) => wave.index === index)) return []
    const synthesis = synthesisOn(snapshot, index, pull.headSha)
    return synthesis === undefined ? [] : [{ pull, synthesis, wave: index }]
  })

/** By command: what was decided last is the decision; where nothing was, the person's own words are. */
function asked(snapshot: Snapshot, merged: readonly Merged[], { adrs }: Pick<Desired, 'adrs'>): AdrWish[] {
  const answer = synthesisOn(snapshot, 0, snapshot.base.sha)
  const last = merged.at(-1)
  const synthesis = last?.synthesis ?? answer
  return adrs.map(({ title, by, comment, line, on }) => {
    const content =
      synthesis === undefined
        ? {
            title,
            context: cut(`${snapshot.issue.title}\n\n${snapshot.issue.body}`.trim()),
            decision: title,
            rationale: `Recorded because @${by} asked for it on issue #${on}.`,
            alternatives: [],
            consequences: [],
            dissent: [],
            evidence: evidenceOf(snapshot, undefined),
          }
        : decided(snapshot, synthesis, last?.pull, title)
    return { topic: `asked/c${comment}-${line}`, content }
  })
}

/**
 * What is to be recorded once the waves are done. The architecture of a task is what its routing calls so; the decision of each of its
 * merged waves is one record, and so is that of any wave whose decision is irreversible.
 */
export function adrWishes(
  snapshot: Snapshot,
  route: Pick<Route, 'waves' | 'kind'>,
  irreversible: (wave: number) => boolean,
): AdrWish[] {
  if (!snapshot.policy.adr.enabled) return []
  const merged = mergedWaves(snapshot, route)
  const ofWaves = merged
    .filter(({ wave }) => route.kind === 'architecture' || irreversible(wave))
    .map(({ pull, synthesis, wave }) => ({
      topic: `wave/${wave}`,
      content: decided(snapshot, synthesis, pull, pull.title),
    }))
  // The task of the first side records it, so that there is one record.
  const rulings = (snapshot.rulings ?? [])
    .filter(({ conflict }) => conflict.first.task === snapshot.key)
    .map((ruling) => ({ topic: `ruling/${ruling.conflict.id}`, content: rulingRecord(ruling) }))
  return [...rulings, ...ofWaves, ...asked(snapshot, merged, snapshot.desired ?? { adrs: [] })]
}
