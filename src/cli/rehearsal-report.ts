// The end of a rehearsal as a person reads it: what came out, what was measured, what it would have cost.

import { figure, plural, shortSha, usd } from '../domain/render/figures.ts'
import type { Rehearsal } from '../rehearsal/rehearse.ts'
import { fullName } from '../rehearsal/forge/world.ts'
import { webLink } from '../rehearsal/summary.ts'

/** Baton's own page, with the password in it: the token was made for this rehearsal and ends with it. */
function dashboardLink({ stage, baton, repo }: Rehearsal): string[] {
  const { dashboardToken } = stage.config
  if (baton.url === undefined || dashboardToken === undefined) return []
  const link = new URL(`/dashboard/${fullName(repo)}`, baton.url)
  link.username = 'rehearsal'
  link.password = dashboardToken
  return [`  ${link.href}`]
}

/** `linked`: the pages are still served when this is read. */
export function report(rehearsal: Rehearsal, { linked }: { linked: boolean }): string {
  const { summary, stage, repo, problems } = rehearsal
  const lines: string[] = []
  const issues = summary.issues ?? [summary.issue]
  const pages = [
    ...issues.map(({ number }) => `/issues/${number}`),
    ...[...repo.pulls.keys()].map((pull) => `/pull/${pull}`),
  ].map((path) => `  ${webLink(stage, repo, path)}`)
  for (const { number, state } of issues) {
    lines.push(
      summary.ok ? `✔ issue #${number} is ${state}, its work is merged` : `✘ issue #${number} is ${state}`,
    )
  }
  for (const wave of summary.waves) {
    const of = wave.issue === undefined ? '' : `#${wave.issue} `
    lines.push(
      `  ${of}${wave.record === undefined ? `wave ${wave.wave}` : `decision record ${wave.record}`}: #${wave.pull} ${wave.merged ? 'merged' : 'not merged'}, baton/gates ${wave.checks['baton/gates'] ?? 'missing'}, baton/consensus ${wave.checks['baton/consensus'] ?? 'missing'}`,
    )
    for (const verdict of wave.verdicts)
      lines.push(`    ${verdict.seat} ${verdict.position} at ${shortSha(verdict.sha)}`)
  }
  for (const benchmark of summary.benchmarks) {
    lines.push(
      `  measured here: ${benchmark.metric} ${figure(benchmark.baseline)} → ${figure(benchmark.candidate)} ${benchmark.unit}, ${figure(benchmark.ratio)}× over ${plural(benchmark.samples, 'paired sample')}`,
    )
  }
  const { deliveries, requests, usage } = summary
  lines.push(
    `  ${deliveries.received} webhooks sent (${deliveries.unique} unique, ${deliveries.failed} failed), ${requests.sent} API requests, ${plural(requests.schemaViolations, 'schema violation')}`,
  )
  const model =
    summary.model === 'scripted'
      ? 'scripted turns (priced as if a model had answered)'
      : 'turns of the live model'
  lines.push(
    `  ${usage.turns} ${model}: ${usage.inputTokens} input and ${usage.outputTokens} output tokens, ${usd(usage.usd)}`,
  )
  lines.push(`  ${(summary.wallMs / 1000).toFixed(1)} s`)
  for (const problem of problems) lines.push(`  ! ${problem}`)
  lines.push(
    '',
    ...(linked
      ? [...pages, ...dashboardLink(rehearsal)]
      : ['  To look at issue, pull requests and dashboard in a browser: add --keep']),
  )
  return lines.join('\n')
}
