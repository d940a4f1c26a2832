// Reads request bodies and parameters, answering what GitHub answers when they do not fit.

import type { z } from 'zod'
import { HttpError, notFound } from './http-error.ts'
import type { RouteContext } from './route.ts'

/** What one zod issue is in the words of GitHub's schema errors. */
function describe(issue: z.core.$ZodIssue): string {
  const field = issue.path.join('/')
  if (issue.input === undefined && issue.path.length > 0) {
    return `"${field}" wasn't supplied.`
  }
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `"${key}" is not a permitted key.`).join('\n')
  return field === '' ? issue.message : `For 'properties/${field}', ${issue.message}.`
}

/** The 422 GitHub answers to a body outside the operation's schema. */
export const invalidRequest = (error: z.ZodError): HttpError =>
  new HttpError(422, `Invalid request.\n\n${error.issues.map(describe).join('\n')}`)

/** Parses the JSON body. Throws 400 when it is no object, 422 when it does not fit. */
export function parseBody<T>(c: RouteContext, schema: z.ZodType<T>): T {
  if (typeof c.body !== 'object' || c.body === null) throw new HttpError(400, 'Body should be a JSON object')
  const parsed = schema.safeParse(c.body, { reportInput: true })
  if (!parsed.success) throw invalidRequest(parsed.error)
  return parsed.data
}

/** Length in characters as GitHub's limits count them: code points, not UTF-16 units. */
export const characters = (text: string): number => Array.from(text).length

/** A path parameter that is a number. Throws 404 otherwise: GitHub has no route there. */
export function numberParam(c: RouteContext, name: string): number {
  const text = c.params[name] ?? ''
  if (!/^\d{1,15}$/.test(text)) throw notFound()
  return Number(text)
}

/** A path parameter. Throws 404 when the template has none of this name. */
export function param(c: RouteContext, name: string): string {
  const text = c.params[name]
  if (text === undefined || text === '') throw notFound()
  return text
}

/** One of `values` from the query; the first is the default. Throws 422 for anything else. */
export function choice<const T extends readonly [string, ...string[]]>(
  c: RouteContext,
  name: string,
  values: T,
): T[number] {
  const text = c.query.get(name)
  if (text === null || text === '') return values[0]
  const found = values.find((value) => value === text)
  if (found === undefined) {
    throw new HttpError(422, 'Validation Failed', [
      { resource: 'Search', field: name, code: 'invalid', value: text },
    ])
  }
  return found
}

/** The `since` query, milliseconds, or undefined. Throws 422 when it is no date. */
export function since(c: RouteContext): number | undefined {
  const text = c.query.get('since')
  if (text === null || text === '') return undefined
  const at = Date.parse(text)
  if (Number.isNaN(at))
    throw new HttpError(422, 'Validation Failed', [{ resource: 'Issue', field: 'since', code: 'invalid' }])
  return at
}
