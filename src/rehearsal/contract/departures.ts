// Where GitHub does something other than what it publishes, each with the reason. Everything else is held to the letter.

interface StatusDeparture {
  operation: string
  status: number
  /** What GitHub answers there; the body is held to its general error. */
  why: string
}

const repo = '/repos/{owner}/{repo}'
const pull = `${repo}/pulls/{pull_number}`
/** "Sending invalid fields will result in a 422 Unprocessable Entity response" (docs.github.com/rest, troubleshooting). */
const validation = 'validation of the fields sent, which the description does not list for it'

/** Refusals that GitHub gives and its description leaves out, or describes with another body. */
const refusals: readonly StatusDeparture[] = [
  { operation: `POST ${repo}/check-runs`, status: 422, why: validation },
  { operation: `PATCH ${repo}/check-runs/{check_run_id}`, status: 422, why: validation },
  { operation: `POST ${repo}/statuses/{sha}`, status: 422, why: validation },
  { operation: `POST ${repo}/actions/workflows/{workflow_id}/dispatches`, status: 422, why: validation },
  { operation: `PATCH ${repo}/labels/{name}`, status: 422, why: 'the new name is taken' },
  { operation: `POST ${repo}/rulesets`, status: 422, why: 'its errors are sentences, not objects' },
  {
    operation: `PUT ${repo}/rulesets/{ruleset_id}`,
    status: 422,
    why: 'its errors are sentences, not objects',
  },
  { operation: `POST ${pull}/comments/{comment_id}/replies`, status: 422, why: validation },
]
const refused = new Set(refusals.map(({ operation, status }) => `${operation} ${status}`))

/**
 * Statuses that any operation may answer though its description does not list them: GitHub documents them for the API as
 * a whole (https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api).
 */
const general = new Set([400, 401, 403, 404, 429, 500, 502, 503])

/** Whether GitHub gives this error here without describing it so: its body is then GitHub's general error. */
export const isUndescribedError = (operation: string, status: number, described: boolean): boolean =>
  refused.has(`${operation} ${status}`) || (!described && general.has(status))

/**
 * Whether a status that is described without a body may have GitHub's general error all the same. Errors may: the 404 of a
 * repository that the caller cannot see and the 422 of fields that are refused have their message on every route.
 */
export const mayHaveErrorBody = (status: number): boolean => status >= 400

/** GitHub's own bots have brackets in theirs (`41898282+github-actions[bot]@users.noreply.github.com`), which RFC 5322 forbids. */
export const EMAIL = /^[^\s@]+@[^\s@]+$/

/** Names of webhook properties that are described as required and are not: people own repositories too. */
export const OPTIONAL_IN_WEBHOOKS: ReadonlySet<string> = new Set(['organization'])

export type Json = null | boolean | number | string | Json[] | JsonObject
export interface JsonObject {
  [key: string]: Json
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The schema of the property `name` as GitHub's traffic has it (see the recordings in test/fixtures/webhooks). Applied when
 * the description is trimmed, so that the committed files say it.
 */
export function corrected(name: string, schema: Json): Json {
  if (!isObject(schema)) return schema
  // A repository without a homepage has "" there, which is no URI.
  if (name === 'homepage' && schema.format === 'uri') {
    const { format: _, ...kept } = schema
    return kept
  }
  // An App's events include newer ones (sub_issues, issue_dependencies, workflow_job) than the list in its description.
  const { items } = schema
  if (name === 'events' && isObject(items) && items.enum !== undefined) {
    return { ...schema, items: { type: 'string' } }
  }
  // GET /app/installations asks for an account that is a user and an enterprise at once; one installation alone, for either.
  if (name === 'account' && Array.isArray(schema.anyOf)) {
    return { ...schema, anyOf: schema.anyOf.map(eitherOf) }
  }
  return schema
}

function eitherOf(alternative: Json): Json {
  if (!isObject(alternative) || !Array.isArray(alternative.allOf)) return alternative
  const { allOf, ...kept } = alternative
  return { ...kept, anyOf: allOf }
}
