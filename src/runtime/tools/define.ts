// Builds a tool from a typed definition: the input is parsed once more where it is used, strictly.

import type { z } from 'zod'
import { ToolFailure } from '../tool.ts'
import type { AgentTool, ToolContext } from '../tool.ts'

export interface ToolDefinition<Schema extends z.ZodType> {
  name: string
  description: string
  input: Schema
  repeatable: boolean
  run(input: z.output<Schema>, context: ToolContext): Promise<string>
}

/** An AgentTool whose `run` gets typed input. Input that does not fit throws ToolFailure naming every wrong field. */
export function defineTool<Schema extends z.ZodType>(definition: ToolDefinition<Schema>): AgentTool {
  const { name, description, input, repeatable } = definition
  return {
    name,
    description,
    input,
    repeatable,
    async run(raw, context) {
      const parsed = input.safeParse(raw)
      if (!parsed.success) {
        const issues = parsed.error.issues.map(
          ({ path, message }) => `${path.join('.') || 'input'}: ${message}`,
        )
        throw new ToolFailure(`Invalid input for ${name}: ${issues.join('; ')}`)
      }
      if (context.signal.aborted) throw new ToolFailure(`${name} was cancelled`)
      return definition.run(parsed.data, context)
    },
  }
}
