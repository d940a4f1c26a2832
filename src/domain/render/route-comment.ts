// The sticky routing comment: who was chosen, in which order, and why.

import { workersOf, workersText } from '../roster/joint-wave.ts'
import { waveNumber } from '../roster/route-waves.ts'
import { reasonMarkdown, type Reason } from '../reason.ts'
import type { Route } from '../roster/route.ts'
import type { Snapshot } from '../snapshot.ts'
import { cell, list, quoted } from './text.ts'

function triageSection(snapshot: Snapshot): string {
  const run = snapshot.runs.find(
    (candidate) => candidate.purpose === 'triage' && candidate.outcome?.kind === 'done',
  )
  if (run?.outcome?.kind !== 'done' || run.outcome.purpose !== 'triage') return ''
  const { value } = run.outcome
  return `

${quoted(value.summary)}

**Done when**
${list(value.acceptance)}

<sub>Classified by ${run.agent}: ${cell(value.rationale)} Change the labels to correct it.</sub>`
}

function seats(route: Route): string {
  if (route.seats.length === 0) return 'Nothing is merged, so no seat is needed.'
  const authors = new Set(route.waves.filter((wave) => wave.purpose === 'implement').flatMap(workersOf))
  const others = route.seats.filter((seat) => !authors.has(seat))
  const tier =
    route.tier === undefined
      ? ''
      : `**Decision tier**: ${route.tier}, by what is known before anything changes.\n\n`
  return `${tier}**Seats**: ${others.join(', ')}. Nobody judges their own work, and the files that really change may bring in more seats.`
}

function team(route: Route): string {
  const { primary, support, pattern, shape, escalation } = route
  const lines = [
    ...(primary === undefined ? [] : [`**Lead**: ${primary}`]),
    ...(support.length === 0 ? [] : [`**Support**: ${support.join(', ')}`]),
    ...(pattern === undefined ? [] : [`**Pattern**: ${pattern} (${shape})`]),
    `**When stuck**: ${escalation.join(' → ')}`,
  ]
  return lines.join(' · ')
}

export function routeComment(snapshot: Snapshot, route: Route, priority: Reason): string {
  const rows = route.waves.map(
    (wave) =>
      `| ${waveNumber(wave)} | ${wave.purpose} | ${workersText(wave)} | ${wave.purpose === 'implement' ? 'branch and pull request' : wave.postMortem === true ? 'a look back on this issue' : 'findings on this issue'} |`,
  )
  return `### Baton: routed to the ${snapshot.pack.name} team

**${route.type}**, complexity **${route.complexity}**${triageSection(snapshot)}

| wave | purpose | agent | hands over |
|---|---|---|---|
${rows.join('\n')}

${seats(route)}

${team(route)}

<details><summary>Why this route</summary>

${[...route.reasons, priority].map((entry) => reasonMarkdown(entry)).join('\n')}

</details>`
}
