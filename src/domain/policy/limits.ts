// What work may cost at most. A pack may suggest its own figures; the policy has the last word.

import { z } from 'zod'
import { field } from './field.ts'

const count = (max: number): z.ZodInt => z.int().min(1).max(max)
const usd = z.number().min(0.01).max(10_000)

/** Every limit may be left out; see `DEFAULT_LIMITS`. */
export const LimitsFile = z.strictObject({
  max_rounds: field(
    count(20),
    'how often a wave may be revised before a person decides, 1 to 20',
    3,
  ).optional(),
  max_attempts: field(count(10), 'how often a failed agent run is tried, 1 to 10', 3).optional(),
  run_usd: field(usd, 'the most that one agent run may cost, in US dollars', 3).optional(),
  run_turns: field(count(500), 'the most turns of one agent run, 1 to 500', 40).optional(),
  run_minutes: field(count(360), 'the longest agent run, in minutes, 1 to 360', 30).optional(),
  issue_usd: field(usd, 'the most that one issue may cost, in US dollars', 10).optional(),
  max_issue_usd: field(
    usd,
    'the most that `/baton budget` may raise the limit of one issue to, in US dollars',
    100,
  ).optional(),
  repository_day_usd: field(
    usd,
    'the most that one repository may cost in a day, in US dollars',
    50,
  ).optional(),
  max_iterations: field(
    z.int().min(0).max(10),
    'how many further rounds the results of a plan may ask for, 0 to 10',
    2,
  ).optional(),
  runs_per_agent: field(
    count(50),
    'how many runs of one agent may be under way in a repository, 1 to 50',
    2,
  ).optional(),
  runs_per_repository: field(
    count(200),
    'how many runs may be under way in a repository, 1 to 200',
    8,
  ).optional(),
})
export type LimitsFile = z.infer<typeof LimitsFile>

export interface Limits {
  max_rounds: number
  max_attempts: number
  run_usd: number
  run_turns: number
  run_minutes: number
  issue_usd: number
  max_issue_usd: number
  repository_day_usd: number
  max_iterations: number
  runs_per_agent: number
  runs_per_repository: number
}

export const DEFAULT_LIMITS: Readonly<Limits> = {
  max_rounds: 3,
  max_attempts: 3,
  run_usd: 3,
  run_turns: 40,
  run_minutes: 30,
  issue_usd: 10,
  max_issue_usd: 100,
  repository_day_usd: 50,
  max_iterations: 2,
  runs_per_agent: 2,
  runs_per_repository: 8,
}

/** Each limit from the first that sets it: the policy, the pack, the default. */
export function effectiveLimits(policy: LimitsFile, pack: LimitsFile): Limits {
  const pick = (key: keyof Limits): number => policy[key] ?? pack[key] ?? DEFAULT_LIMITS[key]
  return {
    max_rounds: pick('max_rounds'),
    max_attempts: pick('max_attempts'),
    run_usd: pick('run_usd'),
    run_turns: pick('run_turns'),
    run_minutes: pick('run_minutes'),
    issue_usd: pick('issue_usd'),
    // What the policy gives every issue can be no more than what a person may set for one.
    max_issue_usd: Math.max(pick('issue_usd'), pick('max_issue_usd')),
    repository_day_usd: pick('repository_day_usd'),
    max_iterations: pick('max_iterations'),
    runs_per_agent: pick('runs_per_agent'),
    runs_per_repository: pick('runs_per_repository'),
  }
}
