// Tools as the Messages API is told about them.

import type Anthropic from '@anthropic-ai/sdk'
import { z } from 'zod'
import { InternalError } from '../errors.ts'
import type { AgentTool } from './tool.ts'

const ObjectSchema = z.looseObject({ type: z.literal('object') })

// Converting a schema costs more than a turn of the loop, and tools outlive runs.
const known = new WeakMap<AgentTool, Anthropic.Tool>()

/** Name, description and JSON schema of a tool. Raises InternalError when its input is not an object. */
export function toolDefinition(tool: AgentTool): Anthropic.Tool {
  const cached = known.get(tool)
  if (cached) return cached
  const { $schema: _, ...schema } = z.toJSONSchema(tool.input, { io: 'input' })
  const parsed = ObjectSchema.safeParse(schema)
  if (!parsed.success) throw new InternalError(`the input of the tool ${tool.name} is not an object`)
  const definition = { name: tool.name, description: tool.description, input_schema: parsed.data }
  known.set(tool, definition)
  return definition
}
