// The inputs of a workflow_dispatch: defaults filled in, everything else refused in GitHub's words.

import { unreachable } from '../../errors.ts'
import { HttpError } from './http-error.ts'
import type { WorkflowInput } from './workflows.ts'

/** https://docs.github.com/rest/actions/workflows#create-a-workflow-dispatch-event */
const MAX_INPUTS = 25

/** Checks what was sent against what the workflow declares. Throws 422. */
export function dispatchInputs(
  declared: ReadonlyMap<string, WorkflowInput>,
  sent: Readonly<Record<string, string>>,
): Record<string, string> {
  const names = Object.keys(sent)
  if (names.length > MAX_INPUTS) {
    throw new HttpError(
      422,
      `you may only define up to ${MAX_INPUTS} \`inputs\` for a \`workflow_dispatch\` event`,
    )
  }
  const unexpected = names.filter((name) => !declared.has(name))
  if (unexpected.length > 0)
    throw new HttpError(422, `Unexpected inputs provided: ${JSON.stringify(unexpected)}`)
  const inputs = new Map<string, string>()
  for (const [name, input] of declared) {
    const value = (Object.hasOwn(sent, name) ? sent[name] : undefined) ?? input.default
    if (value === undefined || value === '') {
      if (input.required) throw new HttpError(422, `Required input '${name}' not provided`)
    }
    inputs.set(name, checked(name, input, value))
  }
  return Object.fromEntries(inputs)
}

function checked(name: string, input: WorkflowInput, value: string | undefined): string {
  switch (input.type) {
    case 'boolean':
      if (value !== undefined && value !== 'true' && value !== 'false') {
        throw new HttpError(422, `Provided value '${value}' for input '${name}' is not a boolean`)
      }
      return value ?? 'false'
    case 'number':
      if (value !== undefined && value !== '' && !Number.isFinite(Number(value))) {
        throw new HttpError(422, `Provided value '${value}' for input '${name}' is not a number`)
      }
      return value ?? ''
    case 'choice':
      if (value !== undefined && !(input.options ?? []).includes(value)) {
        throw new HttpError(
          422,
          `Provided value '${value}' for input '${name}' not in the list of allowed values`,
        )
      }
      // Without a default GitHub takes the first option.
      return value ?? input.options?.[0] ?? ''
    case 'string':
    case 'environment':
      return value ?? ''
    default:
      return unreachable(input.type)
  }
}
