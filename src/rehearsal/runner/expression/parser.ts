// Turns the tokens of one expression into a tree.

import { unreachable, UserError } from '../../../errors.ts'
import { tokenise, type Operator, type Token } from './lexer.ts'

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>='
export type Node =
  | { kind: 'literal'; value: null | boolean | number | string }
  | { kind: 'context'; name: string }
  | { kind: 'index'; of: Node; key: Node }
  | { kind: 'call'; name: string; args: Node[] }
  | { kind: 'not'; operand: Node }
  | { kind: 'compare'; operator: Comparison; left: Node; right: Node }
  | { kind: 'and' | 'or'; left: Node; right: Node }

// ExpressionConstants.MaxDepth in actions/runner.
const DEEPEST = 50

/** The tree of one expression (without its `${{ }}`). Throws a UserError that names the unexpected part. */
export function parseExpression(text: string): Node {
  const tokens = tokenise(text)
  let position = 0
  let depth = 0

  const peek = (): Token => tokens[position] ?? { kind: 'end', at: text.length }
  const fail = (expected: string): never => {
    const token = peek()
    const found =
      token.kind === 'end' ? 'the end' : JSON.stringify(token.kind === 'literal' ? token.value : token.text)
    throw new UserError(
      `expected ${expected} but found ${found} at character ${token.at + 1} of the expression ${JSON.stringify(text)}`,
      "Write for example github.ref == 'refs/heads/main' || failure().",
    )
  }
  const accept = (...wanted: Operator[]): Operator | undefined => {
    const token = peek()
    if (token.kind !== 'operator' || !wanted.includes(token.text)) return undefined
    position += 1
    return token.text
  }
  const expect = (operator: Operator): void => {
    if (!accept(operator)) fail(JSON.stringify(operator))
  }
  const nested = (parse: () => Node): Node => {
    depth += 1
    if (depth > DEEPEST) fail(`at most ${DEEPEST} levels`)
    const node = parse()
    depth -= 1
    return node
  }

  const either = (): Node => {
    let left = both()
    while (accept('||')) left = { kind: 'or', left, right: both() }
    return left
  }
  const both = (): Node => {
    let left = equality()
    while (accept('&&')) left = { kind: 'and', left, right: equality() }
    return left
  }
  const equality = (): Node => {
    let left = relation()
    for (let found = accept('==', '!='); found === '==' || found === '!='; found = accept('==', '!=')) {
      left = { kind: 'compare', operator: found, left, right: relation() }
    }
    return left
  }
  const relation = (): Node => {
    let left = unary()
    for (;;) {
      const found = accept('<', '<=', '>', '>=')
      if (found !== '<' && found !== '<=' && found !== '>' && found !== '>=') return left
      left = { kind: 'compare', operator: found, left, right: unary() }
    }
  }
  const unary = (): Node => (accept('!') ? nested(() => ({ kind: 'not', operand: unary() })) : postfix())
  const postfix = (): Node => {
    let node = primary()
    for (;;) {
      if (accept('.')) {
        const token = peek()
        if (token.kind !== 'name') return fail('a property name')
        position += 1
        node = { kind: 'index', of: node, key: { kind: 'literal', value: token.text } }
      } else if (accept('[')) {
        node = { kind: 'index', of: node, key: nested(either) }
        expect(']')
      } else return node
    }
  }
  const primary = (): Node => {
    if (accept('(')) {
      const inner = nested(either)
      expect(')')
      return inner
    }
    const token = peek()
    if (token.kind === 'literal') {
      position += 1
      return { kind: 'literal', value: token.value }
    }
    if (token.kind !== 'name') return fail('a value')
    position += 1
    return accept('(')
      ? { kind: 'call', name: token.text, args: callArguments() }
      : { kind: 'context', name: token.text }
  }
  const callArguments = (): Node[] => {
    const args: Node[] = []
    if (accept(')')) return args
    do args.push(nested(either))
    while (accept(','))
    expect(')')
    return args
  }

  const tree = either()
  if (peek().kind !== 'end') fail('an operator or the end')
  return tree
}

/** Whether a status function is called anywhere: GitHub adds `success() &&` to an `if` that has none. */
export function callsStatus(node: Node): boolean {
  switch (node.kind) {
    case 'call':
      return /^(?:success|failure|always|cancelled)$/i.test(node.name) || node.args.some(callsStatus)
    case 'index':
      return callsStatus(node.of) || callsStatus(node.key)
    case 'not':
      return callsStatus(node.operand)
    case 'compare':
    case 'and':
    case 'or':
      return callsStatus(node.left) || callsStatus(node.right)
    case 'literal':
    case 'context':
      return false
    default:
      return unreachable(node)
  }
}
