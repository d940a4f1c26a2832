// The orchestrator's analysis on the issue, in the form that is read back, and what the orchestrator is told of that form.

import type { RunBrief } from '../actions.ts'
import type { AgentName } from '../ids.ts'
import type { RoutedTask } from '../stages/stage.ts'
import { issueText } from './briefs.ts'
import { list, oneLine } from './text.ts'

export const ANALYSIS_TOPIC = 'analysis'

/** Everything from here on belongs to Baton and is not read back. */
const BELOW = '<!-- the plan ends here -->'

export function analysisComment(text: string, warnings: readonly string[]): string {
  const notes = warnings.length === 0 ? '' : `\n\n**Worth a thought**\n${list(warnings)}`
  return `${text.trim()}

${BELOW}
---
Edit this comment as you like: tasks can be changed, moved, added and taken away, one agent a line. Then write \`/baton approve\` in a comment of your own; every line becomes a wave. It can be edited later too.${notes}`
}

/** The part of the comment that is read back. */
export const analysisOf = (body: string): string => (body.split(BELOW)[0] ?? '').trim()

/** Adds the tasks of another round as a phase of its own, once. Tasks keep counting where the last one stopped. */
export function withIteration(
  body: string,
  round: number,
  after: number,
  tasks: readonly { agent: AgentName; task: string }[],
  title: (agent: AgentName) => string,
): string {
  const heading = `Iteration ${round}, asked for by wave ${after}`
  if (body.includes(heading)) return body
  const text = analysisOf(body)
  const [before, ...rest] = text.split(/^(?=## Experiment Plan)/m)
  const phases = [...text.matchAll(/^### Phase \d+/gm)].length
  const count = [...text.matchAll(/^\d+\. \[/gm)].length
  const lines = tasks.map(({ agent, task }, i) => `${count + i + 1}. [${title(agent)}]: ${oneLine(task)}`)
  const phase = `### Phase ${phases + 1}: ${heading}\n${lines.join('\n')}\n\n`
  const below = body.slice(body.indexOf(BELOW))
  return `${(before ?? '').trimEnd()}\n\n${phase}${rest.join('')}\n\n${below.replace(/\s*<!-- baton:[\w./-]+ -->\s*$/, '')}`
}

const FORM = `## Project Analysis
- **Task Type**: what kind of problem it is
- **Data Status**: available, to be collected, to be prepared
- **Compute Requirements**: estimated hours and memory; checkpoints for long runs
- **Approach**: from scratch, fine-tuning, or something that exists

## Phase Breakdown

### Phase 1: Research
1. [Agent]: one task in one line

### Phase 2: …
2. [Agent]: one task in one line

## Experiment Plan
- **Baseline**: what the result is compared with
- **Metrics**: what is measured
- **Ablations**: what is varied`

/** `problems`: what was wrong with the plan before; empty the first time. */
export function analysisBrief(task: RoutedTask, problems: readonly string[]): RunBrief {
  const { snapshot } = task
  const agents = snapshot.pack.agents
    .filter(({ name }) => name !== snapshot.pack.orchestrator)
    .map(({ name, purposes }) => `- ${name} (${purposes.join(', ')})`)
  return {
    title: `Plan issue #${snapshot.issue.number}`,
    instructions: [
      'Write the plan of the issue in `analysis`, in exactly this Markdown form. Start with research and name a baseline. Each numbered line is one task for one agent and becomes a branch and a pull request, or a report; keep them small enough to be reviewed. Tasks of one phase go on side by side, phases one after the other.',
      FORM,
      `Agents:\n${agents.join('\n')}`,
      problems.length === 0 ? '' : `The plan before could not be read:\n${list(problems)}`,
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
    untrusted: [issueText(snapshot)],
    routedBy: `the conductor, because the route of ${snapshot.key} asks for a plan first`,
  }
}
