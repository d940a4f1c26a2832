// A plan document from a file or the body of an issue → a PlanDocument, or everything that is wrong with it at once.

import type { Authority } from '../domain/authority/authority.ts'
import { checkPlan } from '../domain/plan/check-plan.ts'
import { checkPlans } from '../domain/plan/check-plans.ts'
import { MAX_PROSE, PlanFile, planJsonSchema } from '../domain/plan/document.ts'
import type { PlanDocument } from '../domain/plan/document.ts'
import { readBody } from '../domain/plan/sections.ts'
import type { Pack } from '../domain/roster/pack.ts'
import { compareProblems } from '../domain/roster/problem.ts'
import type { Problem } from '../domain/roster/problem.ts'
import type { YamlSource } from '../roster/yaml-source.ts'
import { problemsFromFindings, problemsFromZod } from '../roster/zod-problems.ts'
import { PLAN_EXAMPLE, readPlanText } from './front-matter.ts'
import type { PlanText } from './front-matter.ts'

export interface PlanInput {
  /** As it is shown in problems, for example `.github/baton/plans/plan-2.md` or `#12`. */
  path: string
  text: string
}

/** A plan, and where its keys stand. */
export interface ReadPlan {
  file: string
  plan: PlanDocument
  source: YamlSource
}

const schema = {
  ...planJsonSchema(),
  examples: [
    {
      plan: 'plan-1',
      title: 'Performance recovery',
      orchestrator: 'rust-engineer',
      waves: [{ wave: 1, title: 'Baseline and regression analysis' }],
    },
  ],
}

/** The prose of each wave, and what is wrong with the sections. */
function proseOf(
  file: string,
  text: PlanText,
  waves: readonly number[] | undefined,
): { context: string; prose: ReadonlyMap<number, string>; problems: Problem[] } {
  const { context, sections, openFence } = readBody(text.body)
  const known = waves?.join(', ')
  const fail = (line: number, message: string, expected: string, example: string): Problem => ({
    file,
    line: text.bodyLine + line - 1,
    key: '',
    message,
    expected,
    example,
  })
  const problems = sections.flatMap(({ wave, line, prose }, i): Problem[] => {
    const found: Problem[] = []
    const first = sections.findIndex((other) => other.wave === wave)
    if (waves !== undefined && !waves.includes(wave)) {
      const message = `there is a section for wave ${wave}, and no such wave in the front matter`
      found.push(
        fail(line, message, `a section for one of the waves: ${known ?? ''}`, `## Wave ${waves[0] ?? 1}`),
      )
    }
    if (first < i) {
      const message = `there are two sections for wave ${wave}`
      found.push(fail(line, message, 'one section for each wave', `### More on wave ${wave}`))
    }
    if (prose.length > MAX_PROSE) {
      const message = `the section of wave ${wave} has ${prose.length} characters`
      found.push(fail(line, message, `at most ${MAX_PROSE} characters`, `## Wave ${wave}`))
    }
    return found
  })
  if (openFence !== null) {
    const message = 'the code block that starts here is never closed, so no section after it would be found'
    problems.push(fail(openFence, message, 'a closing line of the same marks', '```'))
  }
  if (context.length > MAX_PROSE) {
    const message = `the text before the first section has ${context.length} characters`
    problems.push(fail(1, message, `at most ${MAX_PROSE} characters`, 'What the plan is about …'))
  }
  return { context, prose: new Map(sections.map((section) => [section.wave, section.prose])), problems }
}

/** Reads one plan document without looking at others. Never throws on any text. */
export function readPlan(input: PlanInput): ReadPlan | { problems: Problem[] } {
  const file = input.path
  const text = readPlanText(file, input.text)
  if ('problems' in text) return text
  const { source } = text
  if (source.data === null || source.data === undefined) {
    const expected = 'at least plan, title, orchestrator and waves'
    const line = text.keysLine
    return { problems: [{ file, line, key: '', message: 'it has no keys', expected, example: PLAN_EXAMPLE }] }
  }
  const parsed = PlanFile.safeParse(source.data)
  const waves = parsed.success ? parsed.data.waves.map((wave) => wave.wave) : undefined
  const { context, prose, problems } = proseOf(file, text, waves)
  if (!parsed.success) {
    const wrong = problemsFromZod({ file, source, schema }, parsed.error)
    return { problems: [...wrong, ...problems].sort(compareProblems) }
  }
  if (problems.length > 0) return { problems: problems.sort(compareProblems) }
  const plan = {
    ...parsed.data,
    waves: parsed.data.waves.map((wave) => ({ ...wave, prose: prose.get(wave.wave) ?? '' })),
    context,
  }
  return { file, plan, source }
}

/** Reads and checks one plan by itself, against the agents of its pack, and against what its grantor has. Never throws on any text. */
export function parsePlan(
  input: PlanInput,
  pack: Pick<Pack, 'agents'> | undefined,
  grantor?: Authority,
): { plan: PlanDocument } | { problems: Problem[] } {
  const read = readPlan(input)
  if ('problems' in read) return read
  const problems = problemsFromFindings(read, checkPlan(read.plan, pack, grantor))
  return problems.length > 0 ? { problems: problems.sort(compareProblems) } : { plan: read.plan }
}

export interface CheckedPlans {
  /** Those that could be read, in the order given. */
  plans: readonly PlanDocument[]
  problems: readonly Problem[]
  /** Worth knowing, nothing to act on. */
  notes: readonly Problem[]
}

/** Reads all plans of a repository and checks each and all together. */
export function parsePlans(
  inputs: readonly PlanInput[],
  pack: Pick<Pack, 'agents'> | undefined,
  grantor?: Authority,
): CheckedPlans {
  const results = inputs.map(readPlan)
  const read = results.flatMap((result) => ('problems' in result ? [] : [result]))
  const broken = results.flatMap((result) => ('problems' in result ? result.problems : []))
  const problems = [
    ...broken,
    ...read.flatMap((one) => problemsFromFindings(one, checkPlan(one.plan, pack, grantor))),
  ]
  const notes: Problem[] = []
  // With a plan unread, every name of it would be reported as missing: noise.
  const found = broken.length > 0 ? [] : checkPlans(read.map(({ plan }) => plan))
  for (const { at, level, ...finding } of found) {
    const one = read[at]
    if (one !== undefined) (level === 'note' ? notes : problems).push(...problemsFromFindings(one, [finding]))
  }
  return {
    plans: read.map(({ plan }) => plan),
    problems: problems.sort(compareProblems),
    notes: notes.sort(compareProblems),
  }
}
