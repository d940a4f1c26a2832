// Checks requests, responses and webhook payloads against GitHub's own descriptions and keeps what it finds.

import type { Contract, ContractViolation, RequestCheck, ResponseCheck } from './contract.ts'
import type { Operation, Schema } from './description.ts'
import { isUndescribedError, mayHaveErrorBody } from './departures.ts'
import { restDescription, webhookDescription } from './description.ts'
import type { Finding, SchemaSet } from './schemas.ts'
import { createSchemaSet } from './schemas.ts'

export type { Contract } from './contract.ts'

/** What an error looks like that GitHub gives without describing it. */
const generalErrorBody: Schema = {
  allOf: [{ $ref: 'basic-error' }, { type: 'object', required: ['message', 'documentation_url'] }],
}

interface Compiled {
  bodies: SchemaSet
  parameters: SchemaSet
  webhooks: SchemaSet
}

// Shared by every contract of a process: compiled validators depend on GitHub's description only.
let shared: Partial<Compiled> = {}
const bodies = (): SchemaSet => (shared.bodies ??= createSchemaSet(restDescription().$defs))
const parameters = (): SchemaSet => (shared.parameters ??= createSchemaSet(restDescription().$defs, true))
const webhooks = (): SchemaSet => (shared.webhooks ??= createSchemaSet(webhookDescription().$defs))

/** A contract with an empty report. Identical violations are listed once, however often they occur. */
export function createContract(): Contract {
  const violations: ContractViolation[] = []
  const seen = new Set<string>()
  const report = { sent: 0, violations }
  const record = (violation: ContractViolation): void => {
    const key = JSON.stringify(violation)
    if (seen.has(key)) return
    seen.add(key)
    violations.push(violation)
  }

  return {
    report,
    request(check) {
      report.sent += 1
      const operation = `${check.method} ${check.template}`
      for (const finding of requestFindings(check, operation))
        record({ side: 'request', operation, ...finding })
    },
    response(check) {
      const operation = `${check.method} ${check.template}`
      const { status } = check
      for (const finding of responseFindings(check, operation))
        record({ side: 'response', operation, status, ...finding })
    },
    webhook({ event, action, payload }) {
      const operation = action === null ? event : `${event}.${action}`
      const schema = webhookDescription().webhooks[operation]
      const findings =
        schema === undefined
          ? [{ at: '', message: 'GitHub describes no such webhook among those checked here' }]
          : webhooks().check(operation, schema, payload)
      for (const finding of findings) record({ side: 'webhook', operation, ...finding })
    },
    graphql(errors) {
      report.sent += 1
      for (const { message } of errors)
        record({ side: 'request', operation: 'POST /graphql', at: '', message })
    },
  }
}

function requestFindings(check: RequestCheck, operation: string): Finding[] {
  const described = restDescription().operations[operation]
  if (described === undefined)
    return [{ at: '', message: 'not among the operations of the trimmed description' }]
  return [
    ...parameterFindings(check, operation, described),
    ...bodyFindings(check.body, operation, described),
  ]
}

function parameterFindings(check: RequestCheck, operation: string, described: Operation): Finding[] {
  const query: Record<string, string | string[]> = {}
  for (const name of new Set(check.query.keys())) {
    const values = check.query.getAll(name)
    query[name] = values.length === 1 ? (values[0] ?? '') : values
  }
  const found = (['path', 'query'] as const).map((place) => {
    const own = described.parameters.filter((parameter) => parameter.in === place)
    const schema: Schema = {
      type: 'object',
      properties: Object.fromEntries(own.map((parameter) => [parameter.name, parameter.schema])),
      required: own.filter((parameter) => parameter.required).map((parameter) => parameter.name),
      additionalProperties: false,
    }
    const value = place === 'path' ? { ...check.params } : query
    return parameters().check(`${operation} ${place}`, schema, value)
  })
  return found.flat()
}

function bodyFindings(body: unknown, operation: string, described: Operation): Finding[] {
  const names = typeof body === 'object' && body !== null && !Array.isArray(body) ? Object.keys(body) : []
  const nothing = body === undefined || (names.length === 0 && JSON.stringify(body) === '{}')
  if (described.body === undefined)
    return nothing ? [] : [{ at: '', message: 'the operation takes no request body' }]
  if (nothing && described.body.required !== true) return []
  const allowed = bodies().propertyNames(described.body.schema)
  const unknown = allowed === undefined ? [] : names.filter((name) => !allowed.has(name))
  return [
    ...unknown.map((name) => ({ at: `/${name}`, message: `unknown property "${name}"` })),
    ...bodies().check(`${operation} body`, described.body.schema, body),
  ]
}

function responseFindings(check: ResponseCheck, operation: string): Finding[] {
  const described = restDescription().operations[operation]
  // The request has been recorded as unknown already.
  if (described === undefined) return []
  const declared = described.responses[String(check.status)]
  const key = `${operation} ${check.status}`
  const generalError = (): Finding[] => bodies().check('general error', generalErrorBody, check.body)
  if (isUndescribedError(operation, check.status, declared !== undefined)) return generalError()
  if (declared === undefined) return [{ at: '', message: `undeclared status ${check.status}` }]
  const type = check.contentType?.split(';')[0]?.trim().toLowerCase()
  if (Object.keys(declared).length === 0) {
    if (check.body === undefined || check.body === '') return []
    return mayHaveErrorBody(check.status)
      ? generalError()
      : [{ at: '', message: 'the answer must have no body' }]
  }
  if (type === undefined) return [{ at: '', message: 'the answer has no body' }]
  const schema = declared[type] ?? (/[/+]json$/.test(type) ? declared['application/json'] : undefined)
  return schema === undefined ? [] : bodies().check(`${key} ${type}`, schema, check.body)
}
