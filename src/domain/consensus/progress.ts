// Whether rounds get anywhere: two that come to the same findings and the same failing gates will come to them again.

import { oneLine } from '../render/text.ts'

/** What one round came to: who found what on its head, and what gates said. */
export interface RoundSaid {
  /** From 1, as people count. */
  round: number
  findings: readonly {
    from: string
    summary: string
    findings: readonly { path: string; message: string }[]
  }[]
  problems: readonly string[]
  failures: readonly { step: string; output: string }[]
}

interface Point {
  from: string
  path: string
  text: string
}

/** Durations, commits and numbers of runs are other ones each time and say nothing of what is wrong. */
const steady = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/\b[0-9a-f]{7,40}\b/g, '')
    .replaceAll(/\(run \d+\)/g, '')
    .replaceAll(/\b\d+(?:\.\d+)?\s?(?:ms|s|min|seconds?|minutes?)\b/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()

/** Of a finding also no number counts: lines move whenever code does. */
const wordsOf = (message: string): Set<string> =>
  new Set(
    steady(message)
      .replaceAll(/\d+/g, '')
      .split(/[^\p{L}_$]+/u)
      .filter((word) => word !== ''),
  )

/** How much of their words two messages must share to say the same: one that is worded a little otherwise does. */
const ALIKE = 0.8

function alike(a: string, b: string): boolean {
  const [one, other] = [wordsOf(a), wordsOf(b)]
  const shared = [...one].filter((word) => other.has(word)).length
  const all = one.size + other.size - shared
  return all === 0 ? steady(a) === steady(b) : shared / all >= ALIKE
}

const points = ({ findings }: RoundSaid): Point[] =>
  findings.flatMap(({ from, summary, findings: list }) =>
    list.length === 0
      ? [{ from, path: '', text: summary }]
      : list.map(({ path, message }) => ({ from, path, text: message })),
  )

/** Whoever says it: a point that another seat takes up is still open. */
const samePoint = (a: Point, b: Point): boolean => a.path === b.path && alike(a.text, b.text)

const gatesSay = ({ problems, failures }: RoundSaid): string =>
  JSON.stringify([
    problems.map(steady).toSorted(),
    failures.map(({ step, output }) => `${step}: ${steady(output)}`).toSorted(),
  ])

/** Whether two rounds came to the same in substance: no point settled, none new, and the same gates failing in the same way. */
export function sameRounds(a: RoundSaid, b: RoundSaid): boolean {
  const [one, other] = [points(a), points(b)]
  if (one.length + other.length + a.problems.length + b.problems.length === 0) return false
  return (
    one.every((point) => other.some((two) => samePoint(point, two))) &&
    other.every((point) => one.some((two) => samePoint(point, two))) &&
    gatesSay(a) === gatesSay(b)
  )
}

/** The earlier round that the last one repeats. */
export function repeats(rounds: readonly RoundSaid[]): RoundSaid | undefined {
  const last = rounds.at(-1)
  return last === undefined ? undefined : rounds.slice(0, -1).findLast((round) => sameRounds(round, last))
}

/** Points of one seat that are named; a person who looks finds the others in its review. */
const MOST_NAMED = 10
const LONGEST = 300
const short = (text: string): string => {
  const line = oneLine(text)
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST)}…`
}

/** Who says what, and over which rounds; then what gates said last. */
export function disagreement(rounds: readonly RoundSaid[]): string[] {
  const last = rounds.at(-1)
  if (last === undefined) return []
  const since = (point: Point): string => {
    const said = rounds.filter((round) => points(round).some((other) => samePoint(point, other)))
    return `${said.length === 1 ? 'round' : 'rounds'} ${said.map(({ round }) => round).join(', ')}`
  }
  const seats = last.findings.map(({ from, summary, findings }) => {
    const named = findings.slice(0, MOST_NAMED).map(({ path, message }) => {
      return `${path}: ${short(message)}, ${since({ from, path, text: message })}`
    })
    const detail = findings.length === 0 ? since({ from, path: '', text: summary }) : named.join('; ')
    return `${from}: ${short(summary)} (${detail})`
  })
  return [...last.problems.map((problem) => `gates: ${short(problem)}`), ...seats]
}
