// An issue without a `type:` label is classified by the orchestrator, which proposes labels; people may correct them.

import { triageBrief } from '../render/briefs.ts'
import { classLabels, labelDefinitions } from '../roster/labels.ts'
import { taskTypes } from '../roster/pack.ts'
import type { Snapshot } from '../snapshot.ts'
import { runProgress } from './runs.ts'
import { proceed, wait, type StageResult } from './stage.ts'
import { parked } from './parking.ts'

export function triage(snapshot: Snapshot): StageResult {
  const { issue, pack, repository } = snapshot
  if (snapshot.plan?.document !== undefined) return proceed('the plan says what kind of work it is')
  if (issue.labels.some((label) => label.startsWith('type:')))
    return proceed('the labels say what kind of work it is')
  const wish = {
    wave: 0,
    agent: pack.orchestrator,
    purpose: 'triage' as const,
    headSha: snapshot.base.sha,
    baseSha: snapshot.base.sha,
    scope: '',
  }
  const progress = runProgress(snapshot, wish, () => triageBrief(snapshot))
  switch (progress.state) {
    case 'start':
      return wait(`${pack.orchestrator} is asked to classify the issue`, progress.actions)
    case 'active':
      return wait(`${pack.orchestrator} classifies the issue`)
    case 'parked':
      return parked(snapshot, progress.why)
    case 'done': {
      if (progress.outcome.purpose !== 'triage')
        return parked(snapshot, 'the triage run handed back something else')
      const { taskType, complexity, components, needs } = progress.outcome.value
      const type = taskTypes(pack).includes(taskType) ? taskType : 'implementation'
      const add = classLabels(pack, { type, complexity, components, needs: needs ?? [] }).filter(
        (label) => !issue.labels.includes(label),
      )
      const known = new Set(repository.labels.map((label) => label.name))
      const missing = labelDefinitions(pack, snapshot.policy.label)
        .map((label) => label.name)
        .filter((name) => !known.has(name))
      return wait('labels proposed by the triage are set', [
        ...(missing.length > 0 ? [{ do: 'ensure_labels' as const, names: missing }] : []),
        { do: 'set_labels', add, remove: [] },
      ])
    }
  }
}
