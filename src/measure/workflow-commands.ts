// What the action tells the runner: errors, outputs, the summary, and that what follows is text.

import { randomUUID } from 'node:crypto'
import { appendFileSync } from 'node:fs'

const say = (line: string): void => void process.stdout.write(`${line}\n`)

// https://docs.github.com/actions/reference/workflow-commands-for-github-actions; escaping as in actions/toolkit, command.ts.
const escaped = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

/** Shows an error, one annotation a line. */
export function sayError(text: string): void {
  for (const line of text.split('\n')) say(`::error::${escaped(line)}`)
}

/** Until the returned function is called, what is printed is text for the log and no order to the runner. */
export function stopCommands(): () => void {
  const resume = randomUUID()
  say(`::stop-commands::${resume}`)
  return () => say(`::${resume}::`)
}

/** Sets an output of the step. Does nothing outside of a workflow. */
export function setOutput(env: NodeJS.ProcessEnv, name: string, value: string): void {
  const file = env['GITHUB_OUTPUT']
  const end = `end-${randomUUID()}`
  if (file !== undefined && file !== '') appendFileSync(file, `${name}<<${end}\n${value}\n${end}\n`)
}

/** Adds to the summary of the job's page. Does nothing outside of a workflow. */
export function addSummary(env: NodeJS.ProcessEnv, markdown: string): void {
  const file = env['GITHUB_STEP_SUMMARY']
  if (file !== undefined && file !== '') appendFileSync(file, markdown)
}
