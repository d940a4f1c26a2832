// A researcher's report as a comment on the issue.

import { waveNumber } from '../roster/route-waves.ts'
import type { AgentName } from '../ids.ts'
import type { OutcomeOf } from '../outcomes.ts'
import type { RouteWave } from '../roster/route.ts'
import type { RunRecord } from '../snapshot.ts'
import { plural } from './figures.ts'
import { list, quoted } from './text.ts'

function lookedInto(told: AgentName, { summary, findings, recommendation }: OutcomeOf['research']): string {
  const found = findings.map(({ title, detail }) => `- **${quoted(title)}**: ${quoted(detail)}`).join('\n')
  return `${quoted(summary)}

${found}

**What ${told} is told.** ${quoted(recommendation)}`
}

/** What a second agent found out about a blocker, and what the first is told. */
export function investigationComment(
  blocked: AgentName,
  { blocked: what, needs }: { blocked: string; needs: string },
  run: RunRecord,
  report: OutcomeOf['research'],
): string {
  return `### ${blocked} is blocked; ${run.agent} has looked into it

**Blocked.** ${quoted(what)}

**Needs.** ${quoted(needs)}

${lookedInto(blocked, report)}`
}

/** What a second agent found out about repeated failure: for the author's next attempt, and for people before they are asked. */
export function failureComment(
  author: AgentName,
  wave: number,
  failures: readonly string[],
  run: RunRecord,
  report: OutcomeOf['research'],
): string {
  return `### Wave ${wave} by ${author} has failed repeatedly; ${run.agent} has looked into it

**What failed.**
${list(failures)}

${lookedInto(author, report)}`
}

export function findingsComment(wave: RouteWave, run: RunRecord, report: OutcomeOf['research']): string {
  const findings = report.findings
    .map(
      (finding) =>
        `#### ${quoted(finding.title)}\n\n${quoted(finding.detail)}${finding.sources.length > 0 ? `\n\nSources: ${finding.sources.map(quoted).join('; ')}` : ''}`,
    )
    .join('\n\n')
  return `### Wave ${waveNumber(wave)}: findings by ${run.agent}

${quoted(report.summary)}

${findings}

**Recommendation.** ${quoted(report.recommendation)}${report.risks.length > 0 ? `\n\n**Risks**\n${list(report.risks)}` : ''}

<sub>${plural(run.usage.turns, 'turn')} of ${run.agent}.</sub>`
}
