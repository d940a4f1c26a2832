// What the two required checks say. Names are part of rulesets: changing one breaks installed repositories.

import type { Consensus } from '../consensus/consensus.ts'
import { buttonsFor } from '../gates/buttons.ts'
import { CONSENSUS_CHECK, FREEZE_CHECK, GATES_CHECK } from '../gates/check-names.ts'
import type { GateEvaluation } from '../gates/gates.ts'
import type { Sha } from '../ids.ts'
import type { PlanId } from '../plan/names.ts'
import { reasonMarkdown, type Reason, type ReasonState } from '../reason.ts'
import type { WorkflowKind } from '../results.ts'
import type { CheckContent } from '../stages/checks.ts'
import { measurementTable, targetTable } from './measurements.ts'
import { capped, cell, fenced, oneLine, quoted } from './text.ts'

export { CONSENSUS_CHECK, FREEZE_CHECK, GATES_CHECK }

function outcome(state: ReasonState): Pick<CheckContent, 'status' | 'conclusion'> {
  if (state === 'pending') return { status: 'in_progress', conclusion: undefined }
  // Neutral would pass as a required check (GitHub docs, "About status checks"): what is unproven must not.
  const conclusion = state === 'pass' ? 'success' : state === 'unproven' ? 'action_required' : 'failure'
  return { status: 'completed', conclusion }
}

const titles: Record<ReasonState, string> = {
  pass: 'all gates passed',
  fail: 'a gate failed',
  pending: 'waiting for results',
  unproven: 'no machine could show it',
  info: 'nothing to decide',
}

/** `kinds`: the workflows that the head runs, which people may ask for again once all is said. */
export function gatesCheck(sha: Sha, gates: GateEvaluation, kinds: readonly WorkflowKind[]): CheckContent {
  const failures = gates.failures
    .map(
      ({ step, output }) =>
        `<details><summary>Output of ${cell(step)}</summary>\n\n${fenced(output)}\n\n</details>`,
    )
    .join('\n\n')
  const sections = [
    reasonMarkdown(gates.verdict),
    measurementTable(gates.measurements),
    targetTable(gates.targets),
    failures,
  ]
  return {
    sha,
    name: GATES_CHECK,
    ...outcome(gates.verdict.state),
    title: titles[gates.verdict.state],
    summary: capped(sections.filter((section) => section !== '').join('\n\n')),
    buttons: gates.verdict.state === 'pending' ? [] : buttonsFor(kinds),
    // GitHub adds annotations to those that stand there and takes none away: they are said once, when they are final.
    ...(gates.annotations.length === 0 || gates.verdict.state === 'pending'
      ? {}
      : { annotations: gates.annotations }),
  }
}

/** Beside the gates, and not a required one: that a machine could not show something is nobody's failure. */
export const platformCheck = (
  sha: Sha,
  { platform, why }: GateEvaluation['unproven'][number],
): CheckContent => ({
  sha,
  name: `baton/platform/${platform}`,
  status: 'completed',
  conclusion: 'neutral',
  title: `${platform}: not shown`,
  summary: capped(`${oneLine(why)}\n\nNothing that needs this platform has passed.`),
})

const freezeTitles: Record<ReasonState, string> = {
  pass: 'nothing frozen is touched',
  fail: 'something frozen is touched',
  pending: 'waiting for what is changed',
  unproven: 'nobody can tell whether something frozen is touched',
  info: 'nothing to decide',
}

export function freezeCheck(sha: Sha, verdict: Reason): CheckContent {
  return {
    sha,
    name: FREEZE_CHECK,
    ...outcome(verdict.state),
    title: freezeTitles[verdict.state],
    summary: capped(reasonMarkdown(verdict)),
  }
}

/** On the commit of the integration branch that a whole plan was validated at; nothing requires it. */
export const planCheck = (sha: Sha, plan: PlanId, approval: Reason): CheckContent => ({
  sha,
  name: `baton/plan/${plan}`,
  ...outcome(approval.state),
  title: 'the plan is approved as a whole',
  summary: capped(reasonMarkdown(approval)),
})

const consensusTitles: Record<ReasonState, string> = {
  pass: 'the seats agree',
  fail: 'no consensus on this head',
  pending: 'seats are being heard',
  unproven: 'nobody could tell',
  info: 'nothing to decide',
}

export function consensusCheck(sha: Sha, consensus: Consensus): CheckContent {
  const rows = consensus.verdicts.map(
    ({ seat, outcome: verdict }) =>
      `| ${seat} | ${verdict.position} | ${verdict.findings.length} | ${cell(verdict.summary)} |`,
  )
  const table =
    rows.length === 0 ? '' : `| seat | position | findings | summary |\n|---|---|---|---|\n${rows.join('\n')}`
  return {
    sha,
    name: CONSENSUS_CHECK,
    ...outcome(consensus.verdict.state),
    title: consensusTitles[consensus.verdict.state],
    summary: capped(
      [reasonMarkdown(consensus.verdict), table].filter((section) => section !== '').join('\n\n'),
    ),
  }
}

/** The seats agree, but this head contradicts other work: it is not green before a ruling, nor after one that went against it. */
export function contradictedCheck(
  sha: Sha,
  consensus: Consensus,
  contradiction: { wait: string } | { rework: readonly string[] },
): CheckContent {
  const agreed = consensusCheck(sha, consensus)
  const waits = 'wait' in contradiction
  const words = waits
    ? `It waits for ${oneLine(contradiction.wait)}.`
    : contradiction.rework.map((text) => quoted(text)).join('\n\n')
  return {
    ...agreed,
    ...outcome(waits ? 'pending' : 'fail'),
    title: waits ? 'waits for a ruling' : 'a ruling went against this head',
    summary: capped(`${words}\n\n${agreed.summary}`),
  }
}

/** Says the same for every pull request with this head, so that none of them writes it over. */
export const siblingCheck = (sha: Sha, name: string, pulls: string): CheckContent => ({
  sha,
  name,
  status: 'completed',
  conclusion: 'action_required',
  title: 'several pull requests have this head',
  summary: `${pulls} have this very commit as their head, and GitHub would count a check on it for each of them. Nothing is agreed to here until one of them is left.`,
})
