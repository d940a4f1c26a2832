// What counts of a head that a person wants looked at again, and what is on record when they ask.

import type { HeadFacts } from '../commands/facts.ts'
import { attemptsBefore } from '../commands/rerun.ts'
import type { WorkflowKind } from '../results.ts'
import type { Snapshot, ValidationRecord } from '../snapshot.ts'
import { isActive } from './stage.ts'
import { isOpen } from './workflow-runs.ts'

/** The attempts that count: those before a wish to run again do not, whatever they said. Claims may still cite them. */
export const inForce = ({
  validations,
  desired,
}: Pick<Snapshot, 'validations' | 'desired'>): ValidationRecord[] =>
  validations.filter(({ headSha, kind, attempt }) => attempt > attemptsBefore(desired, headSha, kind))

/** The heads of the open pull requests, by their numbers. */
export function headFacts(snapshot: Snapshot): ReadonlyMap<number, HeadFacts> {
  const { waves, runs, validations, policy } = snapshot
  const heads = new Map<number, HeadFacts>()
  for (const { index, pull } of waves) {
    if (pull?.state !== 'open') continue
    const { headSha: sha } = pull
    const busy = runs.find((run) => run.wave === index && run.purpose === 'implement' && isActive(run))
    const asked = (kind: WorkflowKind) => {
      const records = validations.filter((record) => record.headSha === sha && record.kind === kind)
      return {
        attempt: Math.max(0, ...records.map(({ attempt }) => attempt)),
        underWay:
          records.some(isOpen) ||
          // Asked for in this very pass, or before a pass could dispatch it.
          (records.length > 0 &&
            records.every(({ attempt }) => attempt <= attemptsBefore(snapshot.desired, sha, kind))),
      }
    }
    heads.set(pull.number, {
      sha,
      busy: busy?.agent,
      asked: {
        validate: asked('validate'),
        ...(policy.benchmark === undefined ? {} : { benchmark: asked('benchmark') }),
      },
    })
  }
  return heads
}
