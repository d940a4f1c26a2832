// One thing that is wrong in a file somebody wrote, with what they need to put it right.

export interface Problem {
  file: string
  /** 1-based line of the key concerned; 1 when the file as a whole is meant. */
  line: number
  /** Dotted path of the key, `validate.commands[0].run`; empty when the file as a whole is meant. */
  key: string
  message: string
  expected: string
  /** A valid piece of the file, as it would be written. */
  example: string
}

/** `file:line key: message`, what was expected, and an example: three lines of plain text. */
export const formatProblem = (problem: Problem): string =>
  [
    `${problem.file}:${problem.line} ${problem.key === '' ? '' : `${problem.key}: `}${problem.message}`,
    `    expected: ${problem.expected}`,
    `    example:  ${problem.example.replaceAll('\n', '\n              ')}`,
  ].join('\n')

/** By file, then line, then key, so that a report reads from top to bottom and is the same every time. */
export const compareProblems = (a: Problem, b: Problem): number =>
  a.file.localeCompare(b.file, 'en') || a.line - b.line || a.key.localeCompare(b.key, 'en')

/** A problem found in the data alone; who knows the file adds its name and line. */
export interface Finding {
  path: readonly (string | number)[]
  message: string
  expected: string
  example: string
  /** The agent that is named wrongly, where it is about one. */
  agent?: string
}

/** `['commands', 0, 'run']` → `commands[0].run`. */
export const dottedPath = (path: readonly (string | number)[]): string =>
  path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`),
    '',
  )
