// Finds where the work of agents contradicts each other. Pure, and the same from either side: who looks does not matter.

import type { AskedDirective } from '../commands/desired.ts'
import { digest } from '../digest.ts'
import { orderOf, subjectOf } from '../directives/directive.ts'
import { directiveId } from '../directives/progress.ts'
import { hunksOf } from '../freeze/signatures.ts'
import { mayDeclare, type ChangedFile } from '../freeze/violations.ts'
import type { PlatformMeasurement } from '../gates/gates.ts'
import type { AgentName, TaskKey } from '../ids.ts'
import { compareImpact } from './compare-impact.ts'
import type { Conflict, Side } from './conflict.ts'

/** The newest work of an agent at a wave. */
export interface Work {
  task: TaskKey
  wave: number
  agent: AgentName
  head: string | undefined
  paths: readonly string[]
  assumptions: readonly { about: string; value: string }[]
  measured: string
  /** The figures behind that, for comparing; left out: none. */
  figures?: readonly PlatformMeasurement[]
  /** Declarations that it changes, as `path name`; left out: none, or not known. */
  symbols?: readonly string[]
  /** Whether a pull request with it is open; what was merged is what the others build on. */
  open?: boolean
  /** Whether its head is being measured or has been; left out: it was not asked for, or that is not known. */
  measuring?: 'under way' | 'over'
  /** When its last run ended, in milliseconds since 1970; left out: not known. */
  endedAt?: number
}

/** Case, spaces and full stops at the end do not make another matter. */
export const sameWords = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
    .replace(/[.!]+$/, '')
    .trim()

const refOf = ({ task, wave, agent }: Pick<Side, 'task' | 'wave' | 'agent'>): string =>
  JSON.stringify([task, wave, agent])

type Figures = Pick<Work, 'figures'>

/** `figures` are of `one` and `other`, in that order. */
function conflict(
  kind: Conflict['kind'],
  about: string,
  one: Side,
  other: Side,
  figures: readonly [Figures, Figures] = [{}, {}],
): Conflict {
  const key = (side: Side): string => JSON.stringify([refOf(side), sameWords(side.value)])
  const inOrder = key(one) <= key(other)
  const [first, second] = inOrder ? [one, other] : [other, one]
  const [a, b] = inOrder ? figures : [figures[1], figures[0]]
  const id = digest(JSON.stringify([kind, about, key(first), key(second)]))
  return { id, kind, about, first, second, ...compareImpact(a.figures ?? [], b.figures ?? []) }
}

const sideOf = ({ task, wave, agent, head, measured }: Work, value: string): Side => ({
  task,
  wave,
  agent,
  ...(head === undefined ? {} : { head }),
  value,
  measured,
})

/** Every pair once. */
const pairs = <T>(entries: readonly T[]): [T, T][] =>
  entries.flatMap((one, i) => entries.slice(i + 1).map((other): [T, T] => [one, other]))

/** One matter, two values: by two agents, or by one in two places. */
export function oppositeAssumptions(works: readonly Work[]): Conflict[] {
  const said = works.flatMap((work) =>
    work.assumptions.map(({ about, value }) => ({ work, about: sameWords(about), value })),
  )
  const byMatter = Map.groupBy(said, ({ about }) => about)
  return [...byMatter].flatMap(([about, entries]) =>
    pairs(entries)
      .filter(([a, b]) => refOf(a.work) !== refOf(b.work) && sameWords(a.value) !== sameWords(b.value))
      .map(([a, b]) =>
        conflict('assumption', about, sideOf(a.work, a.value), sideOf(b.work, b.value), [a.work, b.work]),
      ),
  )
}

/** Whether two pieces of work are in review beside each other, on branches of their own. */
const beside = (one: Work, other: Work): boolean =>
  one.open === true && other.open === true && (one.task !== other.task || one.wave !== other.wave)

/** Files that two pieces of work change, each pair of works once. Git settles most of these, so nobody rules on them. */
export function overlappingPaths(works: readonly Work[]): Conflict[] {
  return pairs(works).flatMap(([one, other]) => {
    if (!beside(one, other)) return []
    const both = one.paths.filter((path) => other.paths.includes(path)).toSorted()
    if (both.length === 0) return []
    const value = both.join(', ')
    return [conflict('path', value, sideOf(one, value), sideOf(other, value), [one, other])]
  })
}

const DECLARED =
  /(?:^|[^\w$])(?:function\*?|class|interface|enum|type|def|fn|struct|trait|func|fun|const|let|var)\s+([\p{L}_$][\p{L}\p{N}_$]*)/u

/** Names that changed lines of a patch declare, before or after. */
export function changedSymbols({ path, patch }: ChangedFile): string[] {
  if (!mayDeclare(path)) return []
  const lines = hunksOf(patch ?? '').flatMap(({ before, after }) => [...before, ...after])
  const names = lines.flatMap(({ text, changed }) => (changed ? (DECLARED.exec(text)?.[1] ?? []) : []))
  return [...new Set(names)]
}

/** Declarations that two pieces of work change, all of a pair as one matter: they are ruled on together. */
export function sameSymbols(works: readonly Work[]): Conflict[] {
  return pairs(works).flatMap(([one, other]) => {
    if (!beside(one, other)) return []
    const both = (one.symbols ?? []).filter((symbol) => other.symbols?.includes(symbol)).toSorted()
    if (both.length === 0) return []
    const about = both.join(', ')
    const value = `changes ${about}`
    return [conflict('symbol', about, sideOf(one, value), sideOf(other, value), [one, other])]
  })
}

/** Two open directives with one subject and other orders for somebody whom both are for. */
export function contradictingDirectives(task: TaskKey, asked: readonly AskedDirective[]): Conflict[] {
  const open = asked.filter(({ closed }) => closed === undefined)
  return pairs(open).flatMap(([a, b]) => {
    const subject = sameWords(subjectOf(a.said))
    const agent = a.to.find((name) => b.to.includes(name))
    if (agent === undefined || subject !== sameWords(subjectOf(b.said)) || a.said.kind !== b.said.kind)
      return []
    if (sameWords(orderOf(a.said)) === sameWords(orderOf(b.said))) return []
    const side = (one: AskedDirective): Side => ({
      task,
      wave: 0,
      agent,
      value: `${directiveId(one)} by @${one.by}: ${orderOf(one.said)}`,
      measured: '',
    })
    return [conflict('directive', subject, side(a), side(b))]
  })
}
