// What a notebook shows for an expression: LaTeX.

const LEVEL = { add: 1, mul: 2, pow: 3 }

/** The method that notebooks ask for, by its Python name. */
export const _repr_latex_ = (expression) => `$${latex(expression)}$`

function latex({ kind, value, args }, level = 0) {
  const own = LEVEL[kind] ?? (kind === 'num' && value < 0 ? 1 : 4)
  const text =
    kind === 'add'
      ? args.map((arg) => latex(arg, 1)).join(' + ')
      : kind === 'mul'
        ? args.map((arg) => latex(arg, 2)).join(' \\cdot ')
        : kind === 'pow'
          ? `${latex(args[0], 4)}^{${latex(args[1])}}`
          : String(value)
  return own < level ? `\\left(${text}\\right)` : text
}
