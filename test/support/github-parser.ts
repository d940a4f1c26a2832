// GitHub's own parser of workflow and action files, as its editor extension uses it: what it says of a text.

import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

// The package imports its schemas as bundlers do, without the attribute that Node asks for.
registerHooks({
  load: (url, context, next) =>
    url.includes('/@actions/workflow-parser/') && url.endsWith('.json')
      ? {
          format: 'module',
          shortCircuit: true,
          source: `export default ${readFileSync(new URL(url), 'utf8')}`,
        }
      : next(url, context),
})

const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } =
  await import('@actions/workflow-parser')
const { parseAction } = await import('@actions/workflow-parser/actions/action-parser')
const trace = new NoOperationTraceWriter()

/** What is wrong with a workflow; nothing when GitHub would take it. */
export async function workflowErrors(content: string): Promise<string[]> {
  const { context, value } = parseWorkflow({ name: 'test.yml', content }, trace)
  const told = (): string[] => context.errors.getErrors().map((error) => error.message)
  if (value === undefined) return told()
  const template = await convertWorkflowTemplate(context, value)
  return [...told(), ...(template.errors ?? []).map(({ Message }) => Message)]
}

/** What is wrong with an action.yml. */
export const actionErrors = (content: string): string[] =>
  parseAction({ name: 'action.yml', content }, trace)
    .context.errors.getErrors()
    .map((error) => error.message)
