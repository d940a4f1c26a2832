// A project analysis as people edit it → a ProjectAnalysis, or everything that is wrong with it at once.

import { didYouMean } from '../domain/did-you-mean.ts'
import { ProjectAnalysis } from '../domain/plan/analysis.ts'
import { checkAnalysis } from '../domain/plan/check-analysis.ts'
import type { Pack } from '../domain/roster/pack.ts'
import { compareProblems } from '../domain/roster/problem.ts'
import type { Problem } from '../domain/roster/problem.ts'
import { quote } from '../roster/show.ts'
import { entriesOf, isPlaceholder, SECTIONS } from './analysis-lines.ts'
import { EXAMPLES, EXPECTED, readAnalysis } from './analysis-reader.ts'
import type { AnalysisKey, Draft } from './analysis-reader.ts'

const MAX_LENGTH = 128 * 1024
/** Texts that belong to nothing are named up to here; more is somebody's essay. */
const MAX_LEFT_OUT = 5

const REQUIRED: readonly AnalysisKey[] = ['taskType', 'dataStatus', 'compute', 'approach']

export interface ParsedAnalysis {
  analysis: ProjectAnalysis
  /** What it should have and may lack, and lines that belong to nothing. */
  warnings: readonly Problem[]
}

function missing(draft: Draft, file: string): Problem[] {
  const sections = SECTIONS.slice(0, 2).flatMap((name): Problem[] => {
    if (draft.sections.has(name)) return []
    const near = draft.strangers.find((one) => didYouMean(one.text, [name]) !== undefined)
    const example = name === 'Project Analysis' ? '## Project Analysis' : '## Phase Breakdown'
    return [
      {
        file,
        line: near?.line ?? 1,
        key: name,
        message:
          near === undefined
            ? 'the section is missing'
            : `did you mean ${quote(name)} by ${quote(near.text)}?`,
        expected: `a heading "${name}"`,
        example,
      },
    ]
  })
  if (!draft.sections.has('Project Analysis')) return sections
  return [
    ...sections,
    ...REQUIRED.flatMap((key): Problem[] => {
      if (draft.values.has(key)) return []
      const near = draft.remarks.find((one) => didYouMean(one.label, [EXPECTED[key].label]) !== undefined)
      const { label, expected } = EXPECTED[key]
      const line = near?.line ?? draft.sections.get('Project Analysis') ?? 1
      const message = near === undefined ? 'it is missing' : `did you mean it by ${quote(near.label)}?`
      return [{ file, line, key: label, message, expected, example: EXAMPLES[key] }]
    }),
  ]
}

function wrongValues(draft: Draft, file: string): Problem[] {
  return [...draft.values].flatMap(([key, { text, line }]): Problem[] => {
    const { label, expected } = EXPECTED[key]
    const message =
      text === ''
        ? 'nothing is said'
        : isPlaceholder(text)
          ? `the placeholder ${quote(text)} is still there`
          : text.length > 1000
            ? `it has ${text.length} characters; at most 1000 are kept`
            : entriesOf(text).some((entry) => entry.length > 300) &&
                !REQUIRED.includes(key) &&
                key !== 'checkpoints'
              ? 'one entry has more than 300 characters'
              : undefined
    return message === undefined
      ? []
      : [{ file, line, key: label, message, expected, example: EXAMPLES[key] }]
  })
}

function wrongPhases(draft: Draft, file: string): Problem[] {
  const example = '### Phase 1: Research\n1. [Researcher]: Review what is known'
  const at = draft.sections.get('Phase Breakdown')
  if (at === undefined) return []
  if (draft.phases.length === 0) {
    const expected = 'at least one phase with a task'
    return [{ file, line: at, key: 'Phase Breakdown', message: 'there is no phase', expected, example }]
  }
  return draft.phases.flatMap((phase, i): Problem[] =>
    phase.tasks.length > 0 || phase.broken
      ? []
      : [
          {
            file,
            line: phase.line,
            key: `Phase ${i + 1}`,
            message: 'the phase has no task',
            expected: 'a numbered line for each task, with its agent in brackets',
            example,
          },
        ],
  )
}

function warningsOf(
  draft: Draft,
  analysis: ProjectAnalysis,
  pack: Pick<Pack, 'agents'>,
  file: string,
): Problem[] {
  const keyed = checkAnalysis(analysis, pack).map(({ path: [key], message, expected, example }): Problem => {
    const value = [...draft.values].find(([one]) => one === key)?.[1]
    const experiment = draft.sections.get('Experiment Plan')
    const line = key === 'phases' ? draft.phases[0]?.line : (value?.line ?? experiment)
    return { file, line: line ?? 1, key: '', message, expected, example }
  })
  const leftOut = draft.leftOut.slice(0, MAX_LEFT_OUT).map(({ text, line }): Problem => ({
    file,
    line,
    key: '',
    message: `${quote(text)} belongs to no item and is left out`,
    expected: 'a list item, or text below one and indented',
    example: EXAMPLES.approach,
  }))
  return [...keyed, ...leftOut].sort(compareProblems)
}

/** Parses an analysis with the agents of its pack. Never throws on any text. */
export function parseAnalysis(
  markdown: string,
  pack: Pick<Pack, 'agents'>,
  file = 'analysis.md',
): ParsedAnalysis | { problems: Problem[] } {
  if (markdown.length > MAX_LENGTH) {
    const message = `it has ${markdown.length} characters; at most ${MAX_LENGTH} are read`
    return {
      problems: [{ file, line: 1, key: '', message, expected: 'a shorter text', example: EXAMPLES.taskType }],
    }
  }
  const draft = readAnalysis(markdown, pack, file)
  const problems = [
    ...draft.problems,
    ...missing(draft, file),
    ...wrongValues(draft, file),
    ...wrongPhases(draft, file),
  ]
  const text = (key: AnalysisKey): string => draft.values.get(key)?.text ?? ''
  const parsed = ProjectAnalysis.safeParse({
    taskType: text('taskType'),
    dataStatus: text('dataStatus'),
    compute: text('compute'),
    approach: text('approach'),
    ...(draft.values.has('checkpoints') ? { checkpoints: text('checkpoints') } : {}),
    remarks: draft.remarks.map((one) => one.text),
    phases: draft.phases.map(({ title, tasks }) => ({ title, tasks })),
    baselines: entriesOf(text('baselines')),
    metrics: entriesOf(text('metrics')),
    ablations: entriesOf(text('ablations')),
  } satisfies
    | Record<keyof ProjectAnalysis, unknown>
    | Omit<Record<keyof ProjectAnalysis, unknown>, 'checkpoints'>)
  if (problems.length === 0 && !parsed.success) {
    // What is left are limits on how much there may be.
    problems.push(
      ...parsed.error.issues.map(({ path, message }) => ({
        file,
        line: 1,
        key: path.join('.'),
        message,
        expected: 'less of it',
        example: EXAMPLES.taskType,
      })),
    )
  }
  if (problems.length > 0 || !parsed.success) return { problems: problems.sort(compareProblems) }
  return { analysis: parsed.data, warnings: warningsOf(draft, parsed.data, pack, file) }
}
