// A researcher's report as a comment on the issue.

import type { OutcomeOf } from '../outcomes.ts'
import type { RouteWave } from '../roster/route.ts'
import type { RunRecord } from '../snapshot.ts'
import { plural } from './figures.ts'
import { list, quoted } from './text.ts'

export function findingsComment(wave: RouteWave, run: RunRecord, report: OutcomeOf['research']): string {
  const findings = report.findings
    .map(
      (finding) =>
        `#### ${quoted(finding.title)}\n\n${quoted(finding.detail)}${finding.sources.length > 0 ? `\n\nSources: ${finding.sources.map(quoted).join('; ')}` : ''}`,
    )
    .join('\n\n')
  return `### Wave ${wave.index}: findings by ${run.agent}

${quoted(report.summary)}

${findings}

**Recommendation.** ${quoted(report.recommendation)}${report.risks.length > 0 ? `\n\n**Risks**\n${list(report.risks)}` : ''}

<sub>${plural(run.usage.turns, 'turn')} of ${run.agent}.</sub>`
}
