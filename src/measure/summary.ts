// The summary on the job's page.

import type { WorkflowResult } from '../domain/results.ts'

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/[\r\n]+/g, ' ')

/** Markdown: the verdict, the tests, and a row for each step. */
export function summarise(result: WorkflowResult, failed: boolean, refusal: string | undefined): string {
  const { tests, coverage } = result
  const sentences = [
    ...(refusal === undefined ? [] : [`Nothing was run: ${cell(refusal)}.`]),
    ...(tests === null
      ? []
      : [
          `Tests: ${tests.passed} of ${tests.total} passed, ${tests.failed} failed, ${tests.skipped} skipped.`,
        ]),
    ...(coverage === null ? [] : [`Coverage: ${coverage.lines.covered} of ${coverage.lines.total} lines.`]),
  ]
  const rows = result.steps.map(
    (step) => `| ${cell(step.name)} | ${step.exitCode} | ${(step.durationMs / 1000).toFixed(2)} |`,
  )
  return [
    `### baton ${result.kind} on ${result.platform}: ${failed ? 'failed' : 'passed'}`,
    '',
    ...sentences.flatMap((sentence) => [sentence, '']),
    ...(rows.length === 0 ? [] : ['| Command | Exit code | Seconds |', '|---|---|---|', ...rows, '']),
  ].join('\n')
}
