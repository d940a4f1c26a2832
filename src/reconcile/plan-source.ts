// The plan of a task: read from the body of its issue or a committed file; while that is broken, the last good version of it.

import type { Desired } from '../domain/commands/desired.ts'
import { analysisToPlan } from '../domain/plan/analysis-to-plan.ts'
import type { PlanDocument } from '../domain/plan/document.ts'
import { PlanId } from '../domain/plan/names.ts'
import { renderPlan } from '../domain/plan/render-plan.ts'
import { PLANS_PATH } from '../domain/policy/configuration-files.ts'
import type { EffectivePolicy } from '../domain/policy/effective.ts'
import type { Problem } from '../domain/roster/problem.ts'
import { analysisTopic, firstWave, planningWave, planVersion } from '../domain/plan/anew.ts'
import { analysisOf } from '../domain/render/analysis-comment.ts'
import type { BareSnapshot, IssueObservation, RunRecord } from '../domain/snapshot.ts'
import { parseAnalysis } from '../plans/analysis.ts'
import type { BlobText } from '../github/task-api.ts'
import { parsePlan } from '../plans/plan-file.ts'
import { problemLine } from './configuration.ts'

/** Whether a text means to be a plan: its front matter, or the YAML block it begins with, has the key `plan`. */
export const meansPlan = (text: string): boolean =>
  /^\uFEFF?\s*(?:---|```ya?ml)[ \t]*\r?\n(?:(?!---|```).*\r?\n)*?plan:/.test(text)

/** `Plan: .github/baton/plans/plan-2.md` on a line of its own; the folder may be left out. */
const REFERENCE = /^Plan:[ \t]*`?(?:\.github\/baton\/plans\/)?([\w][\w.-]{0,120}\.md)`?[ \t]*$/im

/** Where the plan of an issue is written: in its body, or in a committed file that the body names; `text` undefined: there is no such file. */
function sourceOf(
  issue: Pick<IssueObservation, 'number' | 'body'>,
  files: readonly BlobText[],
): { path: string; text: string | undefined } | undefined {
  if (meansPlan(issue.body)) return { path: `#${issue.number}`, text: issue.body }
  const name = REFERENCE.exec(issue.body)?.[1]
  if (name === undefined) return undefined
  return { path: `${PLANS_PATH}/${name}`, text: files.find((file) => file.name === name)?.text }
}

/** Who handed the issue over, and what they and others asked for since. */
export interface HandedOver {
  authorisedBy: string | undefined
  desired: Desired | undefined
}

const EDITED =
  'The plan was edited after it was handed over, on an issue whose author may not write here. Somebody who may reads it and writes `/baton approve` to put it in force.'

/**
 * Whether an edited body counts. GitHub lets an issue's author edit it for ever, so the text of an author who may not write
 * counts as it was handed over, and later only when somebody who may has approved it since.
 */
function mayEdit(
  { number, author, editedAt }: Pick<IssueObservation, 'number' | 'author' | 'editedAt'>,
  { authorisedBy, desired }: HandedOver,
): boolean {
  if (author.login === authorisedBy) return true
  // GitHub gives times in whole seconds.
  const since = Math.floor((editedAt ?? 0) / 1000) * 1000
  return (desired?.approved ?? []).some(
    ({ on, sha, at }) => on === number && sha === undefined && at >= since,
  )
}

const missingFile = (path: string, files: readonly BlobText[]): Problem => ({
  file: path,
  line: 1,
  key: '',
  message: 'there is no such file on the default branch',
  expected: `one of: ${files.map(({ name }) => `${PLANS_PATH}/${name}`).join(', ') || 'none is there yet'}`,
  example: `Plan: ${PLANS_PATH}/${files[0]?.name ?? 'plan-1.md'}`,
})

/**
 * The plan in force and what is wrong with the one on the issue. `lastGood` is the text that was last valid; the second value is
 * the text to remember. A body that is no plan any more takes the plan away.
 */
export function planOf(
  issue: Pick<IssueObservation, 'number' | 'body' | 'author' | 'editedAt'>,
  by: HandedOver,
  files: readonly BlobText[],
  policy: EffectivePolicy | undefined,
  lastGood: string | undefined,
): { plan: BareSnapshot['plan']; text: string | undefined } {
  const source = sourceOf(issue, files)
  if (policy === undefined || source === undefined) return { plan: undefined, text: undefined }
  const { path } = source
  const read = (text: string): { plan: PlanDocument } | { problems: Problem[] } =>
    parsePlan({ path, text }, policy.pack)
  if (
    source.text !== undefined &&
    lastGood !== undefined &&
    source.text !== lastGood &&
    !mayEdit(issue, by)
  ) {
    const before = read(lastGood)
    const document = 'plan' in before ? before.plan : undefined
    return { plan: { document, problems: [EDITED], source: { path, text: lastGood } }, text: lastGood }
  }
  const parsed = source.text === undefined ? { problems: [missingFile(path, files)] } : read(source.text)
  if ('plan' in parsed && source.text !== undefined) {
    const plan = { document: parsed.plan, problems: [], source: { path, text: source.text } }
    return { plan, text: source.text }
  }
  const before = lastGood === undefined ? undefined : read(lastGood)
  const document = before !== undefined && 'plan' in before ? before.plan : undefined
  const problems = 'problems' in parsed ? parsed.problems.map(problemLine) : []
  const stated = lastGood === undefined ? {} : { source: { path, text: lastGood } }
  return { plan: { document, problems, ...stated }, text: lastGood }
}

const lineOf = ({ line, message, expected }: Problem): string =>
  `line ${line}: ${message}; expected ${expected}`

/** The analysis as it stands, and the plan that it makes once somebody has approved it. */
export function analysisOfTask(
  issue: Pick<IssueObservation, 'number' | 'title' | 'comments'>,
  policy: EffectivePolicy | undefined,
  runs: readonly RunRecord[],
  desired: Desired | undefined,
  lastGood: string | undefined,
): { analysis: BareSnapshot['analysis']; plan: BareSnapshot['plan']; text: string | undefined } {
  const none = { analysis: undefined, plan: undefined, text: undefined }
  if (policy === undefined) return none
  const version = planVersion(desired)
  const comment = issue.comments.find(({ topic }) => topic === analysisTopic(version))
  const written = runs.findLast(
    (run) => run.purpose === 'plan' && run.wave === planningWave(version) && run.outcome?.kind === 'done',
  )?.outcome
  const read =
    lastGood === undefined ? undefined : parsePlan({ path: `#${issue.number}`, text: lastGood }, policy.pack)
  const before = read !== undefined && 'plan' in read ? read.plan : undefined
  // Until the new one is approved the old one stays in force, so that nothing of it is given up.
  const old: BareSnapshot['plan'] =
    version > 0 && before !== undefined ? { document: before, problems: [], outdated: true } : undefined
  const text =
    comment === undefined
      ? written?.kind === 'done' && written.purpose === 'plan'
        ? written.value.analysis
        : undefined
      : analysisOf(comment.body)
  if (text === undefined) return { analysis: undefined, plan: old, text: undefined }
  const parsed = parseAnalysis(text, policy.pack)
  const problems = 'problems' in parsed ? parsed.problems.map(lineOf) : []
  const warnings = 'problems' in parsed ? [] : parsed.warnings.map(({ message }) => message)
  const analysis = {
    text,
    on: comment === undefined ? ('run' as const) : ('issue' as const),
    problems,
    warnings,
  }
  // Ids of comments rise: nobody can have approved what was not there yet.
  const approved = desired?.approved.some(
    ({ on, sha, comment: id }) => on === issue.number && sha === undefined && id > (comment?.id ?? Infinity),
  )
  if (comment === undefined || approved !== true) return { analysis, plan: old, text: undefined }
  if ('problems' in parsed) {
    return { analysis, plan: { document: before, problems }, text: lastGood }
  }
  const plan = PlanId.parse(`issue-${issue.number}`)
  const document = analysisToPlan(parsed.analysis, policy.pack, {
    plan,
    title: issue.title,
    first: firstWave(version),
  })
  const source = { path: `#${issue.number}`, text }
  return { analysis, plan: { document, problems: [], source }, text: renderPlan(document) }
}
