// What boards and reports are told from in tests: nothing, and one change to it.

import type { Milestone } from '../../src/domain/board/milestones.ts'
import type { BoardView } from '../../src/domain/board/view.ts'
import { AgentName, TaskKey } from '../../src/domain/ids.ts'
import { PlanId } from '../../src/domain/plan/names.ts'
import type { RhythmFacts } from '../../src/domain/rhythm/facts.ts'

export const NOW = Date.parse('2026-11-21T12:00:00Z')
export const HOUR = 60 * 60_000
export const task = (number: number): TaskKey => TaskKey.parse(`acme/attention#${number}`)
export const agent = (name: string): AgentName => AgentName.parse(name)
export const plan = (name: string): PlanId => PlanId.parse(name)

const nothing: BoardView = {
  repository: { owner: 'acme', repo: 'attention' },
  now: NOW,
  days: 30,
  agents: [],
  tasks: [],
  plans: [],
  dependencies: [],
  metrics: [],
  coordination: undefined,
  kpis: [],
}
export const view = (change: Partial<BoardView> = {}): BoardView => ({ ...nothing, ...change })
export const facts = (change: Partial<RhythmFacts> = {}): RhythmFacts => ({
  titles: new Map(),
  runs: [],
  merged: [],
  ended: [],
  signals: [],
  touched: [],
  contradictions: [],
  stuck: [],
  freezes: [],
  directives: [],
  troubles: [],
  roadmap: [],
  milestones: [],
  day: [],
  week: [],
  ...change,
})

/** A plan as a milestone, and one change to it. */
export const milestone = (change: Partial<Milestone> = {}): Milestone => ({
  id: 'p',
  name: 'p',
  title: 'Soon',
  task: task(3),
  day: '2026-11-27',
  reachedAt: undefined,
  ...change,
})
