// A plan as the Markdown document that people file, edit and commit. Reading it again gives the same plan.

import { DEFAULT_PLAN_BRANCH } from './branch.ts'
import type { Criterion, Freeze, PlanDocument, PlanDocumentWave } from './document.ts'
import { contained } from './sections.ts'
import { yamlText } from './yaml-text.ts'

const some = <T>(items: readonly T[]): readonly T[] | undefined => (items.length === 0 ? undefined : items)

const criterion = (one: Criterion): unknown => (one.metric === undefined ? one.text : one)

const freeze = ({ paths, symbols, days }: Freeze): unknown => ({
  paths: some(paths),
  symbols: some(symbols),
  days,
})

const wave = (one: PlanDocumentWave): unknown => ({
  wave: one.wave,
  title: one.title,
  agent: one.agent,
  purpose: one.purpose === 'implement' ? undefined : one.purpose,
  deliverables: some(one.deliverables),
  validations: some(one.validations),
  // An empty list says that the wave follows no other.
  depends_on: one.depends_on,
  waits_for: some(one.waits_for),
  signals: some(one.signals),
  freezes: some(one.freezes.map(freeze)),
  lifts: some(one.lifts),
  estimate_hours: one.estimate_hours,
})

const frontMatter = (plan: PlanDocument): string =>
  yamlText({
    plan: plan.plan,
    title: plan.title,
    orchestrator: plan.orchestrator,
    phase: plan.phase,
    branch: plan.branch === DEFAULT_PLAN_BRANCH ? undefined : plan.branch,
    dependencies: some(plan.dependencies),
    unblocks: some(plan.unblocks),
    authority: plan.authority,
    success: some(plan.success.map(criterion)),
    risks: some(plan.risks),
    due: plan.due,
    shape: plan.shape === 'sequential' ? undefined : plan.shape,
    waves: plan.waves.map(wave),
  })

/** One line, whatever the title holds, and no second heading in it. */
const heading = (one: PlanDocumentWave): string => `## Wave ${one.wave}: ${one.title.replaceAll(/\s+/g, ' ')}`

/**
 * `file`: front matter between `---`, for a file in a repository. `issue`: in a fenced block, because GitHub shows the front
 * matter of an issue as a rule and a heading. Values at their default are left out.
 */
export function renderPlan(plan: PlanDocument, form: 'file' | 'issue' = 'file'): string {
  const keys = frontMatter(plan)
  const sections = plan.waves
    .filter((one) => one.prose !== '')
    .map((one) => `${heading(one)}\n\n${contained(one.prose)}\n`)
  return [
    form === 'file' ? `---\n${keys}\n---\n` : `\`\`\`yaml\n${keys}\n\`\`\`\n`,
    ...(plan.context === '' ? [] : [`${contained(plan.context)}\n`]),
    ...sections,
  ].join('\n')
}
