// The JSON Schemas of the kinds of file that people write, from the schemas that they are parsed with.

import { z } from 'zod'
import { PlanFile } from '../../src/domain/plan/document.ts'
import { Policy } from '../../src/domain/policy/schema.ts'
import { PackFile } from '../../src/domain/roster/pack.ts'
import { AgentKeys } from '../../src/roster/agent-keys.ts'

export type Node = Readonly<Record<string, unknown>>

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Draft 2020-12, of the file as a person writes it: what has a default may be left out. */
function jsonSchema(schema: z.ZodType, title: string, description: string): Node {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return { $schema, title, description, ...rest }
}

/** By path in the project. Conditions between keys, and names of agents, are checked by `baton check` only. */
export const schemas: ReadonlyMap<string, Node> = new Map([
  [
    'schema/baton.schema.json',
    jsonSchema(Policy, 'Baton policy', 'The policy of a target repository: .github/baton.yml'),
  ],
  [
    'schema/pack.schema.json',
    jsonSchema(PackFile, 'Baton pack', 'A team of agents and its routing: pack.yml'),
  ],
  [
    'schema/agent.schema.json',
    jsonSchema(AgentKeys, 'Baton agent', "The front matter of an agent's Markdown file"),
  ],
  ['schema/plan.schema.json', jsonSchema(PlanFile, 'Baton plan', 'The front matter of a plan document')],
])

export const schemaText = (schema: Node): string => `${JSON.stringify(schema, null, 2)}\n`
