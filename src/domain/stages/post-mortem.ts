// Where the route's pattern looks back, the end of a task opens an issue for it: a task of its own, of the agents that the pattern names.

import type { Action } from '../actions.ts'
import { withMarker } from '../markers.ts'
import { postMortemBody, postMortemTitle, postMortemTopic } from '../render/post-mortem.ts'
import { labelDefinitions, POST_MORTEM_LABEL } from '../roster/labels.ts'
import type { RoutedTask } from './stage.ts'

/** None where there is one already. A plan says itself how it ends, and a look back is not looked back at. */
export function postMortem(task: RoutedTask): Action[] {
  const { issue, plan, pack, policy, repository, postMortem: known } = task.snapshot
  const { pattern, postMortem: agents, waves } = task.route
  const asked = pattern !== undefined && agents.length > 0
  // Routes recorded by earlier versions look back in waves of the task itself.
  const done = known !== undefined || waves.some((wave) => wave.postMortem === true)
  if (!asked || done || plan?.document !== undefined) return []
  const labels = [policy.label, 'type:research', `pattern:${pattern}`, POST_MORTEM_LABEL]
  const there = new Set(repository.labels.map(({ name }) => name))
  const missing = labelDefinitions(pack, policy.label)
    .map(({ name }) => name)
    .filter((name) => labels.includes(name) && !there.has(name))
  const topic = postMortemTopic(issue.number)
  return [
    ...(missing.length > 0 ? [{ do: 'ensure_labels' as const, names: missing }] : []),
    {
      do: 'open_post_mortem',
      topic,
      title: postMortemTitle(issue.title),
      body: withMarker(topic, postMortemBody(task)),
      labels,
    },
  ]
}
