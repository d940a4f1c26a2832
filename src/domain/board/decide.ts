// What is to be done about a repository's board: one issue, kept up to date, pinned once, and a comment for each slot that is due.

import { digest } from '../digest.ts'
import { withMarker } from '../markers.ts'
import { renderBoard, retiredBoard } from '../render/board/board.ts'
import { announcementText } from '../render/board/milestones.ts'
import { renderSlot } from '../render/rhythm/slot.ts'
import { slotsOf, slotTopic, toldSlot, type Slots } from '../rhythm/slots.ts'
import type { BoardAction } from './actions.ts'
import type { BoardMemory } from './memory.ts'
import { announcements, nextMissed } from './milestones.ts'
import { BOARD_LABEL, BOARD_TITLE, BOARD_TOPIC } from './names.ts'
import type { RiskLine } from './register.ts'
import type { BoardIssue, BoardSnapshot } from './snapshot.ts'
import type { BoardView } from './view.ts'

/** GitHub pins so many issues of a repository at most. */
const MOST_PINNED = 3

export interface BoardDecision {
  actions: BoardAction[]
  /** To be remembered before any action. */
  memory: BoardMemory
  /** To be remembered once the actions are done. */
  afterwards: Partial<BoardMemory>
  /** When to look again by itself, in milliseconds since 1970; undefined: when something happens. */
  nextAt: number | undefined
  /** Where the board stands, for the log. */
  why: string
}

type Policy = NonNullable<BoardSnapshot['policy']>

/** What a person changes to have a closed board opened again. */
export const askedAs = ({ board, rhythm, time_zone: zone }: Policy): string =>
  digest(JSON.stringify([board, rhythm, zone]))

/** The slots of a repository at `now`; none are heard of while there is no open board to tell them on. */
export function slotsNow(
  { policy, issue }: Pick<BoardSnapshot, 'policy' | 'issue'>,
  memory: BoardMemory,
  now: number,
): Slots {
  const told = policy !== undefined && (issue === undefined || issue.state === 'open')
  return slotsOf(told ? policy.rhythm : undefined, policy?.time_zone ?? 'UTC', memory.slots, now)
}

const idle = (memory: BoardMemory, why: string): BoardDecision => ({
  actions: [],
  memory,
  afterwards: {},
  nextAt: undefined,
  why,
})

/** Why it is not pinned, for its body; undefined where it is, was, or is about to be. */
function unpinned(
  { pinned }: BoardSnapshot,
  issue: BoardIssue | undefined,
  { pin }: BoardMemory,
): string | undefined {
  if (issue?.pinned === true || pin === 'done') return undefined
  if (pin !== undefined) return `GitHub refused to pin it: ${pin.refused}`
  return pinned >= MOST_PINNED
    ? `${MOST_PINNED} other issues are pinned, which is all that GitHub allows: unpin one and it takes the place`
    : undefined
}

/** Nothing is told while there is no open board, and nothing of that time later. */
function quiet(memory: BoardMemory): BoardMemory {
  const { announced: _, ...rest } = memory
  return { ...rest, slots: {} }
}

interface Written {
  body: string
  written: string
  changedAt: number
}

function write(
  view: BoardView,
  register: readonly RiskLine[],
  policy: Policy,
  note: string | undefined,
  memory: BoardMemory,
  now: number,
): Written {
  const at = (changedAt: number): string =>
    renderBoard({ view, register, zone: policy.time_zone, note, changedAt })
  const written = digest(at(0))
  const changedAt = written === memory.written ? (memory.changedAt ?? now) : now
  return { body: withMarker(BOARD_TOPIC, at(changedAt)), written, changedAt }
}

function retire(issue: BoardIssue | undefined, policy: Policy, memory: BoardMemory): BoardDecision {
  const asked = askedAs(policy)
  if (memory.retired === true || issue === undefined || issue.state === 'closed')
    return idle({ ...quiet(memory), asked }, 'no board is asked for')
  const body = withMarker(BOARD_TOPIC, retiredBoard())
  const { number, id, pinned } = issue
  return {
    actions: [
      { do: 'write_board', number, title: BOARD_TITLE, body, label: undefined },
      ...(pinned ? [{ do: 'unpin_board' as const, id }] : []),
    ],
    memory: { issue: number, asked, slots: {} },
    afterwards: { retired: true },
    nextAt: undefined,
    why: 'no board is asked for any more',
  }
}

function opened(
  snapshot: BoardSnapshot,
  policy: Policy,
  view: BoardView,
  memory: BoardMemory,
  now: number,
): BoardDecision {
  const asked = askedAs(policy)
  // A deleted board is closed for good, as far as this policy goes.
  if (memory.issue !== undefined && memory.asked === asked)
    return idle(quiet(memory), `the issue #${memory.issue} of the board is gone`)
  const { memory: slots, nextAt } = slotsNow(snapshot, memory, now)
  const { body, written, changedAt } = write(
    view,
    snapshot.register,
    policy,
    unpinned(snapshot, undefined, { slots: {} }),
    memory,
    now,
  )
  return {
    actions: [{ do: 'open_board', title: BOARD_TITLE, body, label: BOARD_LABEL }],
    memory: { slots },
    afterwards: { asked, written, changedAt },
    nextAt,
    why: 'the board is opened',
  }
}

/** A comment for each milestone that was reached or missed since somebody looked first. `known`: the topics of those that are no news. */
function announced(
  { milestones }: BoardSnapshot,
  number: number,
  memory: BoardMemory,
  now: number,
): { actions: BoardAction[]; known: string[] } {
  const all = announcements(milestones, now)
  const said = memory.announced ?? all.map(({ topic }) => topic)
  const known = said.filter((topic) => all.some((one) => one.topic === topic))
  const fresh = all.filter(({ topic }) => !known.includes(topic))
  const actions = fresh.map((one, i): BoardAction => {
    const { topic } = one
    const after = { announced: [...known, ...fresh.slice(0, i + 1).map((told) => told.topic)] }
    return { do: 'tell', number, topic, body: withMarker(topic, announcementText(one)), after }
  })
  return { actions, known }
}

/** A comment for each slot that is due, in order. */
function reports(
  { facts }: BoardSnapshot,
  number: number,
  { time_zone: zone }: Policy,
  view: BoardView,
  slots: Slots,
  now: number,
): BoardAction[] {
  if (facts === undefined) return []
  let told = slots.memory
  return slots.due.map((due): BoardAction => {
    told = toldSlot(told, due)
    const topic = slotTopic(due)
    const body = withMarker(topic, renderSlot({ due, view, facts, zone, now }))
    return { do: 'tell', number, topic, body, after: { slots: told } }
  })
}

const earliest = (...times: (number | undefined)[]): number | undefined => {
  const known = times.flatMap((time) => time ?? [])
  return known.length === 0 ? undefined : Math.min(...known)
}

function kept(
  snapshot: BoardSnapshot,
  issue: BoardIssue,
  policy: Policy,
  view: BoardView,
  known: BoardMemory,
  now: number,
): BoardDecision {
  const asked = askedAs(policy)
  const { number, id } = issue
  // Another policy is another try: a right may have been given meanwhile.
  const { pin: tried, retired: _, ...rest } = known
  const pin = tried !== 'done' && known.asked !== asked ? undefined : tried
  const slots = slotsNow(snapshot, known, now)
  const seen = issue.pinned ? ('done' as const) : pin
  const memory: BoardMemory = {
    ...rest,
    issue: number,
    slots: slots.memory,
    ...(seen === undefined ? {} : { pin: seen }),
  }
  const { body, written, changedAt } = write(
    view,
    snapshot.register,
    policy,
    unpinned(snapshot, issue, memory),
    memory,
    now,
  )
  const lacks = !issue.labels.includes(BOARD_LABEL)
  const actions: BoardAction[] = []
  if (written !== memory.written || asked !== memory.asked)
    actions.push({
      do: 'write_board',
      number,
      title: BOARD_TITLE,
      body,
      label: lacks ? BOARD_LABEL : undefined,
    })
  if (memory.pin === undefined && snapshot.pinned < MOST_PINNED) actions.push({ do: 'pin_board', id })
  const news = announced(snapshot, number, memory, now)
  actions.push(...news.actions, ...reports(snapshot, number, policy, view, slots, now))
  return {
    actions,
    memory: { ...memory, announced: news.known },
    afterwards: { asked, written, changedAt },
    nextAt: earliest(slots.nextAt, nextMissed(snapshot.milestones, now)),
    why: actions.length === 0 ? 'the board says what there is' : 'the board is brought up to date',
  }
}

/** `memory` is what the last pass left, `now` milliseconds since 1970. Asked again about what it has brought about, it asks for nothing. */
export function decideBoard(snapshot: BoardSnapshot, memory: BoardMemory, now: number): BoardDecision {
  const { policy, view } = snapshot
  const issue = snapshot.issue?.own === true ? snapshot.issue : undefined
  if (policy === undefined) return idle(memory, 'there is no valid policy')
  if (!policy.board || view === undefined) return retire(issue, policy, memory)
  if (issue === undefined) return opened(snapshot, policy, view, memory, now)
  if (issue.state === 'open') return kept(snapshot, issue, policy, view, memory, now)
  // A board that was found again after the store was lost is closed on purpose too.
  if (memory.asked === undefined || memory.asked === askedAs(policy)) {
    const closed = { ...quiet(memory), issue: issue.number, asked: askedAs(policy) }
    return idle(closed, `the issue #${issue.number} of the board is closed: open it, or change the policy`)
  }
  return {
    actions: [{ do: 'reopen_board', number: issue.number }],
    memory: { ...memory, issue: issue.number },
    afterwards: {},
    nextAt: undefined,
    why: 'the policy has changed: the board is opened again',
  }
}
