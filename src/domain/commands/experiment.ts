// A named experiment that a person wants run: with every validation from now on, and at once where a head stands still.

import { ExperimentName } from '../reports/experiment.ts'
import { put, sameStamp, type Desired, type Stamp } from './desired.ts'
import type { Facts } from './facts.ts'
import { rerun } from './rerun.ts'

type Asked = { desired: Desired } | { refused: string }

/** Heads that somebody is about to replace, or that nobody has looked at yet, get it by themselves. */
export function experiment(
  desired: Desired,
  args: { name: string; note?: string | undefined },
  stamp: Stamp,
  { experiments, heads }: Pick<Facts, 'experiments' | 'heads'>,
): Asked {
  if (desired.experiments.some((entry) => sameStamp(entry, stamp))) return { desired }
  if (!experiments)
    return { refused: 'the policy does not say how experiments are run: it has no experiments.command' }
  const name = ExperimentName.safeParse(args.name)
  if (!name.success)
    return {
      refused: `${args.name} is no name of an experiment: lower-case letters, digits, dots and dashes`,
    }
  const fresh = { ...stamp, name: name.data, note: args.note }
  let after: Desired = {
    ...desired,
    experiments: put(desired.experiments, fresh, (entry) => entry.name === fresh.name),
  }
  for (const [on, { busy, asked }] of heads) {
    if (busy !== undefined || asked.validate === undefined || asked.validate.attempt === 0) continue
    const outcome = rerun(after, { on, kind: 'validate' }, stamp, heads)
    if ('refused' in outcome) return { refused: `${outcome.refused}; ask again once it is over` }
    after = outcome.desired
  }
  return { desired: after }
}
