// A hand-off document as Markdown for people and as plain text for the agents that go on.

import { handoffProblems, type Ending, type Evidence, type Handoff, type Point } from '../handoff/handoff.ts'
import { shortSha } from './figures.ts'
import { oneLine } from './text.ts'

const endings: Record<Ending, string> = {
  merged: 'merged',
  reported: 'reported',
  unchanged: 'nothing had to be changed',
  'handed-over': 'given to another agent',
  'under-way': 'under way',
}

/** What it is about, in one line. */
export function handoffTitle({ of }: Handoff): string {
  if (of.kind === 'plan') return `the plan ${of.plan}`
  const plan = of.plan === undefined ? '' : ` of ${of.plan}`
  const to = of.to === undefined ? '' : `, to ${of.to}`
  return `wave ${of.wave}${plan} (${endings[of.ended]}${to})`
}

/** `link`: how a workflow run is written, by its id. */
function evidenceText(evidence: Evidence, link: (run: string) => string): string {
  switch (evidence.kind) {
    case 'pull': {
      const { number, sha, merged } = evidence
      const at = `#${number} at ${shortSha(sha)}`
      return merged === undefined ? at : `${at}, merged as ${shortSha(merged)}`
    }
    case 'validation': {
      const { of, sha, run, says } = evidence
      return `${of} at ${shortSha(sha)}: ${says}${run === undefined ? '' : ` (${link(run)})`}`
    }
    case 'verdict':
      return `${evidence.seat}: ${evidence.position} at ${shortSha(evidence.sha)}`
    case 'measured':
    case 'source':
      return evidence.says
    case 'run':
      return `attempt ${evidence.attempt} of ${evidence.agent}: ${evidence.says}`
  }
}

function sections(
  document: Handoff,
  link: (run: string) => string,
): { title: string; lines: readonly string[] }[] {
  const said = (points: readonly Point[]): string[] =>
    points.map(({ from, text }) => (from === undefined ? text : `${from}: ${text}`))
  const lacking = handoffProblems(document)
  return [
    { title: 'Done', lines: said(document.done) },
    { title: 'Open', lines: said(document.open) },
    { title: 'Risks', lines: said(document.risks) },
    { title: 'Evidence', lines: document.evidence.map((one) => evidenceText(one, link)) },
    { title: 'Next', lines: said(document.next) },
    ...(lacking.length > 0 ? [{ title: 'What this document lacks', lines: lacking }] : []),
  ]
}

const NOTHING = 'Nothing is on record.'
/** Words of agents must not end the fold that they stand in. */
const folded = (line: string): string =>
  oneLine(line).replaceAll(/<(?=\/?\s*(?:details|summary)\b)/gi, '&lt;')

/** The subject and who worked on it. */
const headline = ({ of }: Handoff): string =>
  of.by.length === 0 ? of.title : `${of.title}; worked on by ${of.by.join(', ')}`

/** The sections as Markdown. Workflow runs are linked as seen from an issue or a pull request of the repository. */
export const handoffMarkdown = (document: Handoff): string =>
  [
    folded(headline(document)),
    ...sections(document, (run) => `[run ${run}](../actions/runs/${run})`).map(
      ({ title, lines }) =>
        `**${title}**\n${lines.length === 0 ? NOTHING : lines.map((line) => `- ${folded(line)}`).join('\n')}`,
    ),
  ].join('\n\n')

/** The same behind a fold, for the end of an announcement. */
export const handoffFold = (document: Handoff): string =>
  `<details><summary>Hand-off document of ${handoffTitle(document)}</summary>\n\n${handoffMarkdown(document)}\n\n</details>`

/** A comment of its own. */
export const handoffComment = (document: Handoff): string =>
  `### Hand-off document of ${handoffTitle(document)}\n\n${handoffMarkdown(document)}`

/** What the agents that go on are given: others' words, fenced in the prompt like all of them. */
export const handoffBrief = (document: Handoff): { source: string; text: string } => ({
  source: `hand-off document of ${handoffTitle(document)}`,
  text: [
    headline(document),
    ...sections(document, (run) => `workflow run ${run}`).map(({ title, lines }) =>
      [title, ...(lines.length === 0 ? [NOTHING] : lines.map((line) => `- ${line}`))].join('\n'),
    ),
  ].join('\n\n'),
})
