// Evaluates expressions and texts with `${{ }}` in them against the contexts of a run.

import { unreachable, UserError } from '../../../errors.ts'
import { callFunction, type JobStatus } from './functions.ts'
import { callsStatus, parseExpression, type Comparison, type Node } from './parser.ts'
import { lookUp, looseEqual, order, toText, truthy, type Value } from './value.ts'

/** What an expression may ask: the contexts that GitHub offers at that place of a workflow, and the job's status. */
export interface Scope {
  readonly contexts: { readonly [name: string]: Value }
  readonly status: JobStatus
}

/** Value of one expression. Throws a UserError for a syntax error and for an unknown function or context, naming it. */
export const evaluate = (expression: string, scope: Scope): Value => walk(parseExpression(expression), scope)

/**
 * Whether an `if:` holds. Its text is an expression with or without `${{ }}`; without a status function it also needs
 * the job to have succeeded so far. Throws as `evaluate` does.
 */
export function holds(condition: string, scope: Scope): boolean {
  const wrapped = /^\s*\$\{\{([\s\S]*)\}\}\s*$/.exec(condition)
  const inner = wrapped?.[1] !== undefined && !wrapped[1].includes('${{') ? wrapped[1] : condition
  const tree = parseExpression(inner)
  return (callsStatus(tree) || scope.status === 'success') && truthy(walk(tree, scope))
}

/**
 * Replaces every `${{ }}` in a text with the text of its value. A value is put in as it is and never read again, so an
 * input that holds `${{ }}` stays inert. Throws as `evaluate` does, and for a `${{` that is not closed.
 */
export function interpolate(text: string, scope: Scope): string {
  const parts = segments(text)
  return parts.map((part) => (part.expression ? toText(evaluate(part.text, scope)) : part.text)).join('')
}

/** Like `interpolate`, but a text that is one single expression keeps its value's kind (`runs-on` may be a list). */
export function interpolateValue(text: string, scope: Scope): Value {
  const parts = segments(text.trim())
  const [only] = parts
  return parts.length === 1 && only?.expression ? evaluate(only.text, scope) : interpolate(text, scope)
}

function segments(text: string): { expression: boolean; text: string }[] {
  const found: { expression: boolean; text: string }[] = []
  let at = 0
  for (let open = text.indexOf('${{'); open !== -1; open = text.indexOf('${{', at)) {
    if (open > at) found.push({ expression: false, text: text.slice(at, open) })
    const close = closing(text, open + 3)
    found.push({ expression: true, text: text.slice(open + 3, close) })
    at = close + 2
  }
  if (at < text.length) found.push({ expression: false, text: text.slice(at) })
  return found
}

// A string literal may hold `}}`, so the end is the first one outside quotes.
function closing(text: string, from: number): number {
  let quoted = false
  for (let at = from; at < text.length; at += 1) {
    if (text.charAt(at) === "'") quoted = !quoted
    else if (!quoted && text.startsWith('}}', at)) return at
  }
  throw new UserError(
    `an expression is not closed: ${JSON.stringify(text.slice(from - 3, from + 60))}`,
    'Close it with }}.',
  )
}

function walk(node: Node, scope: Scope): Value {
  switch (node.kind) {
    case 'literal':
      return node.value
    case 'context':
      return contextOf(node.name, scope)
    case 'index':
      return lookUp(walk(node.of, scope), walk(node.key, scope))
    case 'call':
      return callFunction(
        node.name,
        node.args.map((argument) => walk(argument, scope)),
        scope.status,
      )
    case 'not':
      return !truthy(walk(node.operand, scope))
    case 'and': {
      const left = walk(node.left, scope)
      return truthy(left) ? walk(node.right, scope) : left
    }
    case 'or': {
      const left = walk(node.left, scope)
      return truthy(left) ? left : walk(node.right, scope)
    }
    case 'compare':
      return compare(node.operator, walk(node.left, scope), walk(node.right, scope))
    default:
      return unreachable(node)
  }
}

function contextOf(name: string, scope: Scope): Value {
  const found = Object.keys(scope.contexts).find((known) => known.toLowerCase() === name.toLowerCase())
  if (found === undefined) {
    throw new UserError(
      `unknown context ${name} in an expression`,
      `Known here: ${Object.keys(scope.contexts).join(', ') || 'none'}.`,
    )
  }
  return scope.contexts[found] ?? null
}

function compare(operator: Comparison, left: Value, right: Value): boolean {
  switch (operator) {
    case '==':
      return looseEqual(left, right)
    case '!=':
      return !looseEqual(left, right)
    case '<':
      return order(left, right) < 0
    case '<=':
      return order(left, right) <= 0
    case '>':
      return order(left, right) > 0
    case '>=':
      return order(left, right) >= 0
    default:
      return unreachable(operator)
  }
}
