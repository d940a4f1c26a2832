// One command carried out: what is wanted afterwards, or why it cannot be.

import { AgentName, type Sha } from '../ids.ts'
import { usd } from '../render/figures.ts'
import type { AgentSpec } from '../roster/agent.ts'
import { notWakeable, wakeable } from '../wakes/check.ts'
import { handOver, type OpenWork } from './hand-over.ts'
import {
  isLater,
  MOST_REPLANS,
  put,
  sameStamp,
  type Approval,
  type AskedFreeze,
  type Desired,
  type Rejection,
  type Stamp,
} from './desired.ts'
import { assign, unassign } from './assigning.ts'
import type { Facts } from './facts.ts'
import { experiment } from './experiment.ts'
import { directiveGiven } from './directing.ts'
import { durationMs } from './fields.ts'
import { merge, override } from './one-head.ts'
import { rerun } from './rerun.ts'
import type { Command } from './verbs/index.ts'

export interface Target {
  /** Number of the issue or pull request that the comment is on. */
  on: number
  /** Heads of the task's open pull requests, by number. */
  heads: ReadonlyMap<number, Sha>
  /** Whether `on` is one of the task's pull requests, open or not. */
  isPull: boolean
  facts: Pick<
    Facts,
    'plan' | 'budget' | 'team' | 'waves' | 'heads' | 'experiments' | 'gatesOf' | 'checkable' | 'records'
  >
  /** Of the team, wherever they come from. */
  agents: readonly AgentSpec[]
  /** The waves that have not ended. */
  work: readonly OpenWork[]
  /** The commit that the pull request became. */
  merge: Sha | undefined
}

export type CarriedOut = { desired: Desired } | { refused: string }

/** The newer of two. */
const later = <T extends Stamp>(known: T | undefined, fresh: T): T =>
  known === undefined || !isLater(known, fresh) ? fresh : known

/** Whether two opinions are one person's on one thing: the later counts. */
const sameMatter =
  (fresh: Approval) =>
  (entry: Approval): boolean =>
    entry.by === fresh.by && entry.on === fresh.on && entry.sha === fresh.sha && entry.plan === fresh.plan

function approve(
  desired: Desired,
  args: { sha?: Sha | undefined; plan?: string | undefined },
  stamp: Stamp,
  { on, heads, isPull }: Target,
): CarriedOut {
  const head = heads.get(on)
  const open = [...heads.values()]
  if (args.sha === undefined && isPull) {
    return {
      refused:
        head === undefined
          ? 'an approval names its commit, and this pull request has no open head'
          : `an approval names the commit that was looked at; for the head as it is now: /baton approve ${head}`,
    }
  }
  if (args.sha !== undefined && (isPull ? args.sha !== head : !open.includes(args.sha))) {
    const known = isPull ? head : open[0]
    return {
      refused: `${args.sha} is not the head of ${isPull ? 'this' : 'an open'} pull request${isPull ? '' : ' of this task'}${known === undefined ? '' : `; the head is ${known}`}`,
    }
  }
  const fresh: Approval = { ...stamp, on, sha: args.sha, plan: args.plan }
  const sameAs = sameMatter(fresh)
  // A rejection without a commit was of whatever stood there: the same person's approval takes it back.
  const against = (entry: Rejection): boolean =>
    sameAs(entry) ||
    (entry.by === fresh.by && entry.on === on && entry.sha === undefined && entry.plan === undefined)
  if (desired.rejected.some((entry) => against(entry) && isLater(entry, fresh))) return { desired }
  return {
    desired: {
      ...desired,
      approved: put(desired.approved, fresh, sameAs),
      rejected: desired.rejected.filter((entry) => !against(entry)),
    },
  }
}

function reject(desired: Desired, fresh: Rejection): CarriedOut {
  const sameAs = sameMatter(fresh)
  // One without a commit is against whatever the person approved here before.
  const against = (entry: Approval): boolean =>
    fresh.sha === undefined && fresh.plan === undefined
      ? entry.by === fresh.by && entry.on === fresh.on
      : sameAs(entry)
  return {
    desired: {
      ...desired,
      approved: desired.approved.filter((entry) => !against(entry) || isLater(entry, fresh)),
      rejected: put(desired.rejected, fresh, sameAs),
      // Who rejects a head does not want it merged any more.
      merges: desired.merges.filter(
        (entry) => entry.by !== fresh.by || entry.on !== fresh.on || isLater(entry, fresh),
      ),
    },
  }
}

function unfreeze(desired: Desired, what: string, stamp: Stamp): CarriedOut {
  const at = desired.freezes.findLast((entry) => entry.what === what && !isLater(entry, stamp))
  if (at === undefined) {
    const names = desired.freezes.filter(({ lifted }) => lifted === undefined).map((entry) => entry.what)
    return {
      refused: `${what} is not frozen by a command here; ${names.length === 0 ? 'nothing is' : `frozen: ${names.join(', ')}`}`,
    }
  }
  const freezes = desired.freezes.map((entry): AskedFreeze =>
    entry === at && entry.lifted === undefined ? { ...entry, lifted: stamp } : entry,
  )
  return { desired: { ...desired, freezes } }
}

function budget(
  desired: Desired,
  asked: string | undefined,
  stamp: Stamp,
  { facts: { budget: now } }: Target,
): CarriedOut {
  const amount = Number(asked)
  if (amount > now.most) {
    return {
      refused: `${usd(amount)} is more than the policy lets a command set: at most ${usd(now.most)} (limits.max_issue_usd)`,
    }
  }
  return { desired: { ...desired, budget: later(desired.budget, { ...stamp, usd: amount }) } }
}

const FILED =
  'the plan of this task is written in its issue or in a committed file: edit it there, and it counts as edited'

function plan(
  desired: Desired,
  wish: string | undefined,
  stamp: Stamp,
  { facts: { plan: has } }: Target,
): CarriedOut {
  const fresh = { ...stamp, wish }
  if (desired.planned !== undefined && sameStamp(desired.planned, fresh)) return { desired }
  if (has === 'filed') return { refused: FILED }
  if (has === 'approved') return { refused: 'the task has a plan; `/baton replan` has it made anew' }
  return { desired: { ...desired, planned: later(desired.planned, fresh) } }
}

/** Each later word is another version; the same word again, or an older one, changes nothing. */
function replan(
  desired: Desired,
  reason: string | undefined,
  stamp: Stamp,
  { facts: { plan: has } }: Target,
): CarriedOut {
  const known = desired.replan
  if (known !== undefined && !isLater(stamp, known)) return { desired }
  if (has === 'filed') return { refused: FILED }
  if (has === 'none') return { refused: 'the task has no plan; `/baton plan` asks for one' }
  const nth = (known?.nth ?? 0) + 1
  if (nth > MOST_REPLANS)
    return { refused: `the plan was made anew ${MOST_REPLANS} times; edit the one that is on the issue` }
  return { desired: { ...desired, replan: { ...stamp, reason, nth } } }
}

/**
 * Folds one command into what is wanted. Doing it again, or after a later one, changes nothing: everything is compared by its
 * stamp. Commands that answer, and those that nothing carries out yet, leave it as it is.
 */
export function carryOut(desired: Desired, command: Command, stamp: Stamp, target: Target): CarriedOut {
  switch (command.verb) {
    case 'hold':
    case 'stop': {
      const key = command.verb === 'hold' ? 'held' : 'stopped'
      if (desired.resumed !== undefined && isLater(desired.resumed, stamp)) return { desired }
      return {
        desired: { ...desired, [key]: later(desired[key], { ...stamp, reason: command.args.reason }) },
      }
    }
    case 'resume': {
      const { held, stopped, ...others } = desired
      return {
        desired: {
          ...others,
          ...(held !== undefined && isLater(held, stamp) ? { held } : {}),
          ...(stopped !== undefined && isLater(stopped, stamp) ? { stopped } : {}),
          resumed: later(desired.resumed, stamp),
        },
      }
    }
    case 'retry': {
      const inTheWay = [desired.stopped, desired.held].find((one) => one !== undefined && isLater(stamp, one))
      if (inTheWay !== undefined) return { refused: 'the task is held; /baton resume comes first' }
      const wave = command.args.wave === undefined ? undefined : Number(command.args.wave)
      return { desired: { ...desired, retry: later(desired.retry, { ...stamp, wave }) } }
    }
    case 'assign':
      return assign(desired, command.args, stamp, target.facts)
    case 'unassign':
      return unassign(desired, command.args.agent, stamp)
    case 'budget':
      return budget(desired, command.args.usd, stamp, target)
    case 'plan':
      return plan(desired, command.args.wish, stamp, target)
    case 'replan':
      return replan(desired, command.args.reason, stamp, target)
    case 'priority':
      return {
        desired: { ...desired, priority: later(desired.priority, { ...stamp, level: command.args.level }) },
      }
    case 'escalate': {
      const { level, reason } = command.args
      const fresh = { ...stamp, level: level === undefined ? undefined : Number(level), reason }
      return { desired: { ...desired, escalated: later(desired.escalated, fresh) } }
    }
    case 'approve':
      return approve(desired, command.args, stamp, target)
    case 'reject':
      return reject(desired, { ...stamp, on: target.on, ...command.args })
    case 'signal': {
      const { status = 'completed', unblocks, ...said } = command.args
      const fresh = { ...stamp, ...said, status, unblocks: unblocks?.split(',') ?? [] }
      return {
        desired: {
          ...desired,
          signals: put(desired.signals, fresh, (entry) => entry.name === fresh.name),
        },
      }
    }
    case 'freeze': {
      const { what, reason } = command.args
      const until = command.args.for === undefined ? undefined : stamp.at + durationMs(command.args.for)
      const known = desired.freezes.find((entry) => sameStamp(entry, stamp))
      if (known !== undefined) return { desired }
      const fresh: AskedFreeze = { ...stamp, what, until, reason }
      return {
        desired: { ...desired, freezes: put(desired.freezes, fresh, (entry) => entry.what === what) },
      }
    }
    case 'wake': {
      const { agent, task } = command.args
      const why = notWakeable(target.agents, agent)
      if (why !== undefined)
        return {
          refused: `${why}${why.endsWith('?') ? '' : ';'} to be woken: ${wakeable(target.agents).join(', ') || 'nobody'}`,
        }
      const fresh = { ...stamp, on: target.on, agent: AgentName.parse(agent), task }
      return {
        desired: { ...desired, wakes: put(desired.wakes, fresh, (entry) => sameStamp(entry, fresh)) },
      }
    }
    case 'rebase': {
      const sha = target.heads.get(target.on)
      if (sha === undefined) return { refused: 'this pull request has no open head' }
      const fresh = { ...stamp, on: target.on, sha }
      return {
        desired: { ...desired, updates: put(desired.updates, fresh, (entry) => entry.on === fresh.on) },
      }
    }
    case 'handoff':
      return handOver(desired, command.args, stamp, target)
    case 'rollback': {
      const { merge } = target
      if (merge === undefined) return { refused: 'this pull request was not merged' }
      if (desired.rollbacks.some((entry) => entry.merge === merge)) return { desired }
      const fresh = { ...stamp, merge, reason: command.args.reason }
      return { desired: { ...desired, rollbacks: put(desired.rollbacks, fresh, () => false) } }
    }
    case 'experiment':
      return experiment(desired, command.args, stamp, target.facts)
    case 'run': {
      const kind = command.args.what === 'bench' ? 'benchmark' : 'validate'
      return rerun(desired, { on: target.on, kind }, stamp, target.facts.heads)
    }
    case 'directive':
      return directiveGiven(desired, command.args, stamp, target.facts)
    case 'adr': {
      if (!target.facts.records) return { refused: 'the policy keeps no decision records (adr.enabled)' }
      const fresh = { ...stamp, on: target.on, title: command.args.title }
      return { desired: { ...desired, adrs: put(desired.adrs, fresh, (entry) => sameStamp(entry, fresh)) } }
    }
    case 'unfreeze':
      return unfreeze(desired, command.args.what, stamp)
    case 'help':
    case 'status':
    case 'explain':
    case 'coordinate':
      return { desired }
    case 'merge':
      return merge(desired, command.args.sha, stamp, target)
    case 'override':
      return override(desired, command.args, stamp, target)
  }
}
