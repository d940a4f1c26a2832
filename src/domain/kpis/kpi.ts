// A key figure of a repository over a window of time: what it is, what it came to, of how many cases.

/** Names are stable: they are keys of `--json` and parts of the names of Prometheus metrics. */
export const KPI_NAMES = [
  'build_success',
  'test_pass_rate',
  'coverage',
  'documentation_coverage',
  'performance_stability',
  'completion_rate',
  'blocker_resolution_time',
  'review_rounds',
  'cost',
] as const
export type KpiName = (typeof KPI_NAMES)[number]

/** How many days key figures are of, unless somebody says otherwise. */
export const DEFAULT_DAYS = 30

export interface Kpi {
  name: KpiName
  /** For people: `tests passed`. */
  title: string
  /** Undefined: there was no case in the window, which is not the same as 0. */
  value: number | undefined
  /** `ratio` is 0 to 1. */
  unit: 'ratio' | 'seconds' | 'rounds' | 'usd'
  /** How many cases the value is of: runs, tasks, blockers. */
  cases: number
  /** The same for the window of equal length before; undefined without cases. */
  before: number | undefined
  /** What counts and how, in one sentence without a full stop. */
  definition: string
}
