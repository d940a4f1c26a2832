// The closing summary: waves, verdicts, measured figures, cost. Every figure is from a recorded run.

import { workersText } from '../roster/joint-wave.ts'
import { waveNumber } from '../roster/route-waves.ts'
import { verdictsOn } from '../consensus/verdicts.ts'
import { measurementsOn } from '../gates/gates.ts'
import { until } from '../benchmarks/trend.ts'
import { targetRows } from '../gates/targets.ts'
import type { Sha } from '../ids.ts'
import type { RunRecord, Snapshot, WaveObservation } from '../snapshot.ts'
import type { RoutedTask } from '../stages/stage.ts'
import { plural, shortSha, usd } from './figures.ts'
import { hookTable } from './hook-texts.ts'
import { measurementTable, targetTable } from './measurements.ts'
import { trendChart } from './trend-chart.ts'
import { cell } from './text.ts'

function waveRows({ snapshot, route }: RoutedTask): string[] {
  return route.waves.map((wave) => {
    const seen = snapshot.waves.find((candidate) => candidate.index === wave.index)
    const runs = snapshot.runs.filter((run) => run.wave === wave.index && run.purpose === wave.purpose)
    const attempts = runs.length
    // Whoever did it: a plan's orchestrator may have handed the wave on.
    const by = wave.owners === undefined ? (runs.at(-1)?.agent ?? wave.agent) : workersText(wave)
    const result =
      seen?.pull?.state === 'merged' && seen.pull.mergeSha !== undefined
        ? `#${seen.pull.number} merged as ${shortSha(seen.pull.mergeSha)}`
        : 'findings posted'
    return `| ${waveNumber(wave)} | ${by} | ${wave.purpose} | ${plural(attempts, 'run')} | ${result} |`
  })
}

function verdictRows(snapshot: Snapshot, wave: WaveObservation): string[] {
  const heads = [
    ...new Set(
      snapshot.runs
        .filter((run) => run.wave === wave.index && run.purpose === 'review')
        .map((run) => run.headSha),
    ),
  ]
  return heads.flatMap((head) =>
    head === undefined
      ? []
      : verdictsOn(head, wave.index, snapshot.runs, snapshot.validations).map(
          (verdict) =>
            `| ${verdict.seat} | ${shortSha(head)} | ${verdict.outcome.position} | ${cell(verdict.outcome.summary)} |`,
        ),
  )
}

function costRows(runs: readonly RunRecord[]): string[] {
  const agents = [...new Set(runs.map((run) => run.agent))]
  return agents.map((agent) => {
    const own = runs.filter((run) => run.agent === agent)
    const sum = (pick: (run: RunRecord) => number): number => own.reduce((total, run) => total + pick(run), 0)
    return `| ${agent} | ${own.length} | ${sum((run) => run.usage.turns)} | ${sum((run) => run.usage.inputTokens)} | ${sum((run) => run.usage.outputTokens)} | ${usd(sum((run) => run.usage.usd))} |`
  })
}

const table = (head: string, rows: readonly string[]): string =>
  rows.length === 0 ? '' : `${head}\n${head.replaceAll(/[^|]+/g, '---')}\n${rows.join('\n')}`

/** Every wave of the route with what came of it. */
export const waveTable = (task: RoutedTask): string =>
  table('| wave | agent | purpose | runs | result |', waveRows(task))
/** The commits that the task's waves were merged as. */
const mergesOf = (snapshot: Snapshot): Set<Sha> =>
  new Set(snapshot.waves.flatMap(({ pull }) => (pull?.state === 'merged' ? (pull.mergeSha ?? []) : [])))

/** Of the last wave that measured something. What it is compared with are the waves before, whose figures stand above. */
function targets(snapshot: Snapshot): string {
  const heads = snapshot.waves.flatMap(({ pull }) => (pull?.state === 'merged' ? [pull.headSha] : []))
  const measured = heads.map((head) => targetRows(snapshot.pack.targets, head, snapshot.validations, []))
  const rows = measured.findLast((some) => some.some(({ now }) => now !== undefined)) ?? []
  return rows.length === 0 ? '' : `**Targets**\n\n${targetTable(rows)}`
}

/** As it was with this task: what is merged later is the next task's to show. */
function charts(snapshot: Snapshot): string {
  const merges = mergesOf(snapshot)
  return (snapshot.trends ?? [])
    .map((trend) => trendChart(until(trend, merges), snapshot.pack.targets))
    .filter((chart) => chart !== '')
    .slice(0, MOST_CHARTS)
    .join('\n\n')
}

/** More would bury the rest of the comment; `baton trends` shows all. */
const MOST_CHARTS = 5

export function summaryComment(task: RoutedTask): string {
  const { snapshot } = task
  const merged = snapshot.waves.filter((wave) => wave.pull?.state === 'merged')
  const measurements = merged.flatMap((wave) =>
    wave.pull === undefined ? [] : measurementsOn(wave.pull.headSha, snapshot.validations),
  )
  const total = snapshot.runs.reduce((sum, run) => sum + run.usage.usd, 0)
  const hooks = hookTable(snapshot.hooks ?? {})
  const sections = [
    '### Baton: done',
    waveTable(task),
    ...(snapshot.postMortem === undefined ? [] : [`**Post-mortem**: #${snapshot.postMortem}`]),
    measurements.length > 0 ? `**Measured**\n\n${measurementTable(measurements)}` : '',
    targets(snapshot),
    charts(snapshot),
    table(
      '| seat | head | position | summary |',
      merged.flatMap((wave) => verdictRows(snapshot, wave)),
    ),
    hooks === undefined ? '' : `**Hooks**\n\n${hooks}`,
    `**Cost: ${usd(total)}**${snapshot.scripted ? ' (no model took part: scripted turns, priced as if one had answered)' : ''}\n\n${table('| agent | runs | turns | input tokens | output tokens | cost |', costRows(snapshot.runs))}`,
  ]
  return sections.filter((section) => section !== '').join('\n\n')
}
