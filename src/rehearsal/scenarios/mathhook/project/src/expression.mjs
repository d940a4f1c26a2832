// What an expression is: a number, a symbol, or an operation on expressions. Never changed once it is made.

export class Expression {
  constructor(kind, value, args = []) {
    this.kind = kind
    this.value = value
    this.args = args
    Object.freeze(this)
  }

  toString() {
    return write(this)
  }
}

export function num(value) {
  if (!Number.isSafeInteger(value)) throw new TypeError(`${value} is not an exact integer`)
  return new Expression('num', value)
}

export function sym(name) {
  if (!/^[a-z]\w*$/i.test(name)) throw new TypeError(`${name} is not a name`)
  return new Expression('sym', name)
}

export const add = (...args) => new Expression('add', null, args)
export const mul = (...args) => new Expression('mul', null, args)
export const pow = (base, exponent) => new Expression('pow', null, [base, exponent])

export const isNum = (expression, value) =>
  expression.kind === 'num' && (value === undefined || expression.value === value)

/** Whether two expressions are written alike. */
export const same = (a, b) =>
  a.kind === b.kind &&
  a.value === b.value &&
  a.args.length === b.args.length &&
  a.args.every((arg, i) => same(arg, b.args[i]))

/** The value where each name has a number. Raises for a name without one. */
export function evaluate(expression, values = {}) {
  const args = expression.args.map((arg) => evaluate(arg, values))
  switch (expression.kind) {
    case 'num':
      return expression.value
    case 'sym':
      if (values[expression.value] === undefined) throw new RangeError(`${expression.value} has no value`)
      return values[expression.value]
    case 'add':
      return args.reduce((sum, arg) => sum + arg, 0)
    case 'mul':
      return args.reduce((product, arg) => product * arg, 1)
    default:
      return args[0] ** args[1]
  }
}

const LEVEL = { add: 1, mul: 2, pow: 3 }

function write({ kind, value, args }, level = 0) {
  const own = LEVEL[kind] ?? (kind === 'num' && value < 0 ? 1 : 4)
  const text =
    kind === 'add'
      ? args.map((arg) => write(arg, 1)).join(' + ')
      : kind === 'mul'
        ? args.map((arg) => write(arg, 2)).join('*')
        : kind === 'pow'
          ? `${write(args[0], 4)}^${write(args[1], 4)}`
          : String(value)
  return own < level ? `(${text})` : text
}
