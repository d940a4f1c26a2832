// The orchestrator's analysis on the issue, in the form that is read back, and what the orchestrator is told of that form.

import type { RunBrief } from '../actions.ts'
import type { AgentName } from '../ids.ts'
import { firstWave } from '../plan/anew.ts'
import { planWaveOf } from '../plan/route-plan.ts'
import { waveNumber } from '../roster/route-waves.ts'
import type { Snapshot } from '../snapshot.ts'
import { failureText } from '../stages/runs.ts'
import type { RoutedTask } from '../stages/stage.ts'
import { issueText, reports } from './briefs.ts'
import { list, oneLine } from './text.ts'

/** Everything from here on belongs to Baton and is not read back. */
const BELOW = '<!-- the plan ends here -->'

/** `version`: 0 for the first plan of a task, counting how often it was made anew. */
export function analysisComment(text: string, warnings: readonly string[], version = 0): string {
  const notes = warnings.length === 0 ? '' : `\n\n**Worth a thought**\n${list(warnings)}`
  const anew =
    version === 0
      ? ''
      : `\n\nIt takes the place of the plan before, which stays in force until this one is approved and is not read afterwards. What is merged stays. Its waves count from ${firstWave(version)}.`
  return `${text.trim()}

${BELOW}
---
Edit this comment as you like: tasks can be changed, moved, added and taken away, one agent a line. Then write \`/baton approve\` in a comment of your own; every line becomes a wave. It can be edited later too.${anew}${notes}`
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

/** Who wants the plan: the last person who asked, else the route. */
function asker({ desired, key }: Snapshot): string {
  const person = desired?.replan ?? desired?.planned
  return person === undefined ? `the route of ${key}` : `@${person.by}`
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

/** What a plan that is made anew has to know: who asked and why, what is merged, what was found out, and what went wrong. */
function learnt(snapshot: Snapshot): RunBrief['untrusted'] {
  const { desired, routed, runs, waves, analysis } = snapshot
  const { replan, planned } = desired ?? {}
  const words = [
    ...(planned?.wish === undefined
      ? []
      : [{ source: `what @${planned.by} wants of the plan`, text: planned.wish }]),
    ...(replan?.reason === undefined
      ? []
      : [{ source: `why @${replan.by} wants the plan made anew`, text: replan.reason }]),
  ]
  const ends = [...(routed?.waves ?? []), ...(routed?.dropped ?? [])].flatMap((wave) => {
    const own = runs.filter((run) => run.wave === wave.index && run.purpose === wave.purpose)
    const last = own.at(-1)
    const pull = waves.find(({ index }) => index === wave.index)?.pull
    if (last === undefined) return []
    const title = planWaveOf(snapshot.plan?.document, wave)?.title
    const name = `wave ${waveNumber(wave)} (${wave.purpose}, ${wave.agent}${title === undefined ? '' : `: ${title}`})`
    if (pull?.state === 'merged') return [`${name} is merged: ${pull.title}`]
    return [
      last.outcome === undefined
        ? `${name} is under way`
        : `${name}, ${own.length} attempts, ${failureText(last.outcome)}${pull === undefined ? '' : `; pull request ${pull.title} is ${pull.state}`}`,
    ]
  })
  const before = snapshot.plan?.document?.context ?? ''
  return [
    ...words,
    ...(before === '' || replan === undefined ? [] : [{ source: 'the plan before', text: before }]),
    ...(ends.length === 0
      ? []
      : [{ source: 'where the waves stand', text: ends.map((end) => `- ${end}`).join('\n') }]),
    ...(replan === undefined && analysis === undefined && planned === undefined ? [] : reports(snapshot)),
  ]
}

const ANEW =
  'The plan is made anew. What is merged stays and is not planned again; every task that is still wanted is written out, also where the plan before had it. Heed the words of whoever asked for it, and what was learnt since.'

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
      snapshot.desired?.replan === undefined ? '' : ANEW,
      `Agents:\n${agents.join('\n')}`,
      problems.length === 0 ? '' : `The plan before could not be read:\n${list(problems)}`,
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
    untrusted: [issueText(snapshot), ...learnt(snapshot)],
    routedBy: `the conductor, because ${asker(snapshot)} asks for a plan first`,
  }
}
