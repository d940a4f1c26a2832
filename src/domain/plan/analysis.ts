// The orchestrator's project analysis: what an issue is about, in phases of tasks, and how the result will be judged.

import { z } from 'zod'
import { AgentName } from '../ids.ts'
import { MAX_WAVES } from './document.ts'

const text = (max: number) => z.string().trim().min(1).max(max)

export const MAX_TASK = 500

export const AnalysisTask = z.strictObject({ agent: AgentName, task: text(MAX_TASK) })

export const AnalysisPhase = z.strictObject({
  title: text(200),
  tasks: z.array(AnalysisTask).min(1).max(MAX_WAVES),
})

/** Numbers of phases and tasks are their positions: people move lines without counting again. */
export const ProjectAnalysis = z.strictObject({
  taskType: text(1000),
  dataStatus: text(1000),
  compute: text(1000),
  approach: text(1000),
  /** How long runs are saved in between; undefined: nobody said. */
  checkpoints: text(1000).optional(),
  /** What else was noted in the list, each line as it stands. */
  remarks: z.array(text(1000)).max(30),
  phases: z.array(AnalysisPhase).min(1).max(20),
  baselines: z.array(text(300)).max(20),
  metrics: z.array(text(300)).max(30),
  ablations: z.array(text(300)).max(30),
})
export type ProjectAnalysis = z.infer<typeof ProjectAnalysis>

const flat = (value: string): string => value.replaceAll(/\s+/g, ' ').trim()

/** The Markdown that people edit. `title` gives the name that people see for an agent. */
export function renderAnalysis(
  analysis: ProjectAnalysis,
  title: (agent: AgentName) => string = (agent) => agent,
): string {
  const item = (label: string, value: string): string => `- **${label}**: ${flat(value)}`
  const numbers = { next: 1 }
  const phases = analysis.phases.flatMap((phase, i) => [
    `### Phase ${i + 1}: ${flat(phase.title)}`,
    ...phase.tasks.map((task) => `${numbers.next++}. [${flat(title(task.agent))}]: ${flat(task.task)}`),
    '',
  ])
  const list = (label: string, values: readonly string[]): string[] =>
    values.length === 0 ? [] : [item(label, values.join(', '))]
  return [
    '## Project Analysis',
    item('Task Type', analysis.taskType),
    item('Data Status', analysis.dataStatus),
    item('Compute Requirements', analysis.compute),
    item('Approach', analysis.approach),
    ...(analysis.checkpoints === undefined ? [] : [item('Checkpoints', analysis.checkpoints)]),
    ...analysis.remarks.map((remark) => `- ${flat(remark)}`),
    '',
    '## Phase Breakdown',
    '',
    ...phases,
    '## Experiment Plan',
    ...list('Baseline', analysis.baselines),
    ...list('Metrics', analysis.metrics),
    ...list('Ablations', analysis.ablations),
    '',
  ].join('\n')
}
