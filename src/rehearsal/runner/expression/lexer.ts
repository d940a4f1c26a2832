// Splits the text inside `${{ }}` into tokens.

import { UserError } from '../../../errors.ts'

export type Operator =
  | '('
  | ')'
  | '['
  | ']'
  | '.'
  | ','
  | '!'
  | '<'
  | '<='
  | '>'
  | '>='
  | '=='
  | '!='
  | '&&'
  | '||'

export type Token =
  | { kind: 'operator'; text: Operator; at: number }
  | { kind: 'literal'; value: null | boolean | number | string; at: number }
  | { kind: 'name'; text: string; at: number }
  | { kind: 'end'; at: number }

// GitHub refuses longer expressions: ExpressionConstants.MaxLength in actions/runner.
const LONGEST = 21_000

const OPERATORS = ['&&', '||', '==', '!=', '<=', '>=', '(', ')', '[', ']', '.', ',', '!', '<', '>'] as const
const NUMBER = /[+-]?(?:0x[0-9a-f]+|0o[0-7]+|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)/iy
const NAME = /[A-Za-z_][\w-]*/y
const STRING = /'((?:[^']|'')*)'/y
const KEYWORDS = new Map<string, null | boolean | number>([
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
])

const match = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at
  return pattern.exec(text)
}

/** Tokens of one expression, the last one of kind `end`. Throws a UserError that points at the character it cannot read. */
export function tokenise(text: string): Token[] {
  if (text.length > LONGEST) {
    throw new UserError(
      `an expression of ${text.length} characters is too long`,
      `Use at most ${LONGEST} characters.`,
    )
  }
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at += 1
      continue
    }
    const token = next(text, at, tokens.at(-1))
    tokens.push(token.token)
    at += token.length
  }
  tokens.push({ kind: 'end', at })
  return tokens
}

function next(text: string, at: number, before: Token | undefined): { token: Token; length: number } {
  const string = match(STRING, text, at)
  if (string) {
    const value = (string[1] ?? '').replaceAll("''", "'")
    return { token: { kind: 'literal', value, at }, length: string[0].length }
  }
  const number = match(NUMBER, text, at)
  if (number) return { token: { kind: 'literal', value: Number(number[0]), at }, length: number[0].length }
  const name = match(NAME, text, at)
  if (name) {
    const keyword = KEYWORDS.get(name[0])
    const afterDot = before?.kind === 'operator' && before.text === '.'
    const token: Token =
      keyword === undefined || afterDot
        ? { kind: 'name', text: name[0], at }
        : { kind: 'literal', value: keyword, at }
    return { token, length: name[0].length }
  }
  const operator = OPERATORS.find((candidate) => text.startsWith(candidate, at))
  if (operator) return { token: { kind: 'operator', text: operator, at }, length: operator.length }
  const hint = text.charAt(at) === '"' ? ' Strings take single quotes.' : ''
  throw new UserError(
    `cannot read ${JSON.stringify(text.charAt(at))} at character ${at + 1} of the expression ${JSON.stringify(text)}`,
    `Write for example inputs.sha == 'abc' && success().${hint}`,
  )
}
