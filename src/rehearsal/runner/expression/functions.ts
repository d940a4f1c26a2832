// The functions of GitHub's expression language that the local runner has.

import { UserError } from '../../../errors.ts'
import { isList, looseEqual, toText, toValue, type Value } from './value.ts'

/** Outcome of the job so far, which the status functions ask about. */
export type JobStatus = 'success' | 'failure' | 'cancelled'

interface ExpressionFunction {
  arity: readonly [least: number, most: number]
  call: (args: readonly Value[], status: JobStatus) => Value
}

const at = (args: readonly Value[], index: number): Value => args[index] ?? null
const lower = (value: Value): string => toText(value).toLowerCase()

function format(args: readonly Value[]): string {
  const template = toText(at(args, 0))
  return template.replaceAll(/\{\{|\}\}|\{(\d+)\}|[{}]/g, (part, index: string | undefined) => {
    if (part === '{{') return '{'
    if (part === '}}') return '}'
    if (index === undefined || Number(index) + 1 >= args.length) {
      throw new UserError(
        `format() cannot fill ${part} in ${JSON.stringify(template)}`,
        "Write for example format('{0}/{1}', 'a', 'b'); a literal brace is written twice.",
      )
    }
    return toText(at(args, Number(index) + 1))
  })
}

function fromJson(text: string): Value {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (cause) {
    throw new UserError(
      `fromJSON() was given ${JSON.stringify(text.slice(0, 80))}, which is not JSON`,
      `Give JSON, for example "ubuntu-latest" with its quotes or ["self-hosted", "linux"].`,
      { cause },
    )
  }
  return toValue(parsed)
}

function contains(search: Value, item: Value): boolean {
  if (search !== null && typeof search === 'object')
    return isList(search) && search.some((entry) => looseEqual(entry, item))
  return lower(search).includes(lower(item))
}

function join(list: Value, separator: Value): string {
  if (list === null || typeof list !== 'object') return toText(list)
  return isList(list) ? list.map(toText).join(separator === null ? ',' : toText(separator)) : ''
}

const FUNCTIONS: ReadonlyMap<string, ExpressionFunction> = new Map<string, ExpressionFunction>([
  ['contains', { arity: [2, 2], call: (args) => contains(at(args, 0), at(args, 1)) }],
  ['startswith', { arity: [2, 2], call: (args) => lower(at(args, 0)).startsWith(lower(at(args, 1))) }],
  ['endswith', { arity: [2, 2], call: (args) => lower(at(args, 0)).endsWith(lower(at(args, 1))) }],
  ['format', { arity: [1, 255], call: format }],
  ['join', { arity: [1, 2], call: (args) => join(at(args, 0), at(args, 1)) }],
  ['tojson', { arity: [1, 1], call: (args) => JSON.stringify(at(args, 0), null, 2) }],
  ['fromjson', { arity: [1, 1], call: (args) => fromJson(toText(at(args, 0))) }],
  ['success', { arity: [0, 0], call: (_, status) => status === 'success' }],
  ['failure', { arity: [0, 0], call: (_, status) => status === 'failure' }],
  ['cancelled', { arity: [0, 0], call: (_, status) => status === 'cancelled' }],
  ['always', { arity: [0, 0], call: () => true }],
])

/** Calls a function by its name in any case. Throws a UserError for a name it does not have or a wrong number of arguments. */
export function callFunction(name: string, args: readonly Value[], status: JobStatus): Value {
  const found = FUNCTIONS.get(name.toLowerCase())
  if (!found) {
    throw new UserError(
      `unknown function ${name}() in an expression`,
      'The local runner has contains, startsWith, endsWith, format, join, toJSON, fromJSON, success, failure, cancelled and always.',
    )
  }
  const [least, most] = found.arity
  if (args.length < least || args.length > most) {
    const count = least === most ? `${least}` : `${least} to ${most}`
    throw new UserError(`${name}() was given ${args.length} arguments`, `Give it ${count}.`)
  }
  return found.call(args, status)
}
