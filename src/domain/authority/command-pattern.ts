// Matching commands by their words, and comparing the patterns that name them.

import { coversName } from './cover.ts'

/** Options that take the next word as their value, of programs where options may stand before the operand that counts. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  git: [
    '-C',
    '-c',
    '--git-dir',
    '--work-tree',
    '--namespace',
    '--super-prefix',
    '--config-env',
    '--attr-source',
  ],
  npm: ['-w', '--workspace', '-C', '--prefix', '--tag', '--registry', '--loglevel'],
  pnpm: ['-C', '--dir', '--filter', '-F', '--tag', '--registry'],
  yarn: ['--cwd'],
  cargo: ['-C', '--config', '--color', '-Z', '--manifest-path', '--registry', '--index', '--token'],
  make: ['-C', '-f', '--directory', '--file'],
  gh: ['-R', '--repo', '--hostname'],
}

/** The last part of the program's path, as the shell would start it. */
export const programOf = (word: string): string => word.slice(word.lastIndexOf('/') + 1)

/** The words that are neither options nor their values; a toolchain such as `+nightly` counts as an option. */
export function operandsOf(program: string, args: readonly string[]): string[] {
  const values = VALUES[program] ?? []
  const operands: string[] = []
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index] ?? ''
    if (word === '--') return [...operands, ...args.slice(index + 1)]
    if (values.includes(word)) index += 1
    else if (!word.startsWith('-') && !(program === 'cargo' && word.startsWith('+'))) operands.push(word)
  }
  return operands
}

const isOption = (word: string): boolean => word.startsWith('-')

/** Program and operands, without the `*` at the end that says no more than "and whatever follows"; and the options named. */
function partsOf(pattern: string): { operands: string[]; options: string[] } {
  const words = pattern.split(' ')
  const operands = words.filter((word) => !isOption(word))
  while (operands.at(-1) === '*') operands.pop()
  return { operands, options: words.filter(isOption) }
}

/** Whether a command (its program first) is one that the pattern names. */
export function matchesCommand(pattern: string, words: readonly string[]): boolean {
  const program = programOf(words[0] ?? '')
  const wanted = partsOf(pattern)
  const given = [program, ...operandsOf(program, words.slice(1))]
  return (
    wanted.operands.every((word, index) => {
      const other = given[index]
      return other !== undefined && coversName(word, other.replaceAll(/[*?]/g, '\uFFFD'))
    }) && wanted.options.every((option) => words.some((word) => coversName(option, word)))
  )
}

/** Whether every command that `narrow` names is named by `wide`. Conservative, like coversGlob. */
export function coversCommand(wide: string, narrow: string): boolean {
  const [w, n] = [partsOf(wide), partsOf(narrow)]
  return (
    w.operands.every((word, index) => {
      const other = n.operands[index]
      return other !== undefined && coversName(word, other)
    }) && w.options.every((option) => n.options.includes(option))
  )
}
