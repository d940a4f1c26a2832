// The rules that keep an expression's value and shorten its tree.

import { add, isNum, mul, num, pow, same } from './expression.mjs'

/** How often a rule was looked up, for tests and the benchmark. */
export const work = { looks: 0 }

/** The shortest form that the rules find. The value stays the same for every value of the symbols. */
export function simplify(expression) {
  const { kind, args } = expression
  if (args.length === 0) return expression
  // Each level asks for its subtrees twice: once to see whether they change, once for what they become.
  const changed = args.some((arg) => !same(simplify(arg), arg))
  const simple = changed ? args.map(simplify) : args
  return applyRules(kind, simple)
}

function applyRules(kind, args) {
  work.looks += 1
  if (kind === 'add') return sum(args.flatMap((arg) => (arg.kind === 'add' ? arg.args : [arg])))
  if (kind === 'mul') return product(args.flatMap((arg) => (arg.kind === 'mul' ? arg.args : [arg])))
  const [base, exponent] = args
  if (isNum(exponent, 0)) return num(1)
  if (isNum(exponent, 1)) return base
  return pow(base, exponent)
}

/** `[3, x]` for `3*x`: what equal terms are gathered by. */
function coefficientOf(term) {
  const [first, ...others] = term.kind === 'mul' ? term.args : []
  if (first === undefined || !isNum(first) || others.length === 0) return [1, term]
  return [first.value, others.length === 1 ? others[0] : mul(...others)]
}

function sum(terms) {
  const constant = terms.filter((term) => isNum(term)).reduce((total, term) => total + term.value, 0)
  const gathered = []
  for (const term of terms.filter((one) => !isNum(one))) {
    const [factor, rest] = coefficientOf(term)
    const known = gathered.find((entry) => same(entry.rest, rest))
    if (known) known.factor += factor
    else gathered.push({ factor, rest })
  }
  const left = gathered
    .filter(({ factor }) => factor !== 0)
    .map(({ factor, rest }) => (factor === 1 ? rest : product([num(factor), rest])))
  if (constant !== 0) left.push(num(constant))
  return left.length === 0 ? num(0) : left.length === 1 ? left[0] : add(...left)
}

function product(factors) {
  const flat = factors.flatMap((factor) => (factor.kind === 'mul' ? factor.args : [factor]))
  const constant = flat.filter((factor) => isNum(factor)).reduce((total, factor) => total * factor.value, 1)
  if (constant === 0) return num(0)
  const others = flat.filter((factor) => !isNum(factor))
  const left = constant === 1 ? others : [num(constant), ...others]
  return left.length === 0 ? num(1) : left.length === 1 ? left[0] : mul(...left)
}
