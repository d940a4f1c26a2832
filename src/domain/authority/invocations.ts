// The programs that a command line would start, with what stands around them (env, sudo, sh -c, xargs, find -exec) taken off.

import { coversName } from './cover.ts'
import { programOf } from './command-pattern.ts'
import { simpleCommands, UNKNOWN, type SimpleCommand } from './shell-words.ts'

export interface Invocation {
  /** The program's name; undefined where only the shell will know it. */
  program: string | undefined
  args: readonly string[]
  /** `NAME=value` for this program alone. */
  assigned: readonly string[]
  /** Files that its output is redirected into. */
  writes: readonly string[]
}

/** Programs that start the program they are given: options that take a value, and operands before the program's name. */
const WRAPPERS: Readonly<Record<string, { values?: readonly string[]; operands?: number }>> = {
  env: { values: ['-u', '--unset', '-C', '--chdir'] },
  sudo: { values: ['-u', '-g', '-h', '-p', '-C', '-D', '-R', '-T'] },
  doas: { values: ['-u', '-C'] },
  command: {},
  builtin: {},
  exec: { values: ['-a'] },
  nohup: {},
  setsid: {},
  time: { values: ['-f', '-o'] },
  nice: { values: ['-n'] },
  ionice: { values: ['-c', '-n', '-p'] },
  chrt: { operands: 1 },
  taskset: { operands: 1 },
  timeout: { values: ['-s', '--signal', '-k', '--kill-after'], operands: 1 },
  stdbuf: { values: ['-i', '-o', '-e'] },
  xargs: { values: ['-I', '-n', '-P', '-L', '-d', '-E', '-s', '-a'] },
  busybox: {},
  unbuffer: {},
  watch: { values: ['-n'] },
  flock: { values: ['-w', '-E'], operands: 1 },
  strace: { values: ['-e', '-o', '-p'] },
  npx: {},
  script: { values: ['-c'] },
}

const SHELLS = new Set(['sh', 'bash', 'dash', 'zsh', 'ksh', 'ash', 'rbash'])
const RESERVED = new Set(
  '{ } ! if then elif else fi while until do done esac time function coproc [['.split(' '),
)
/** What follows these is a list of words, not a command. */
const LISTS = new Set(['for', 'case', 'select'])
const ASSIGNMENT = /^[A-Za-z_]\w*\+?=/

const MAX_DEPTH = 8
/** Nobody writes as many in good faith; reading on would cost more than the command. */
export const MAX_INVOCATIONS = 2000

interface Budget {
  left: number
}

/** Names that rules are about: a program written as `gi?` or `/usr/bin/g*t` is taken for the one it fits. */
const GUARDED = ['git', 'gh', 'hub', 'curl', 'wget']

function programName(word: string): string | undefined {
  if (word.includes(UNKNOWN)) return undefined
  const name = programOf(word.replaceAll(/\[[^\]]+\]/g, '?'))
  return /[*?]/.test(name) ? (GUARDED.find((guarded) => coversName(name, guarded)) ?? name) : name
}

interface Rest {
  words: readonly string[]
  assigned: readonly string[]
}

/** What is left behind a wrapper's own options and operands. */
function behind(wrapper: string, args: readonly string[]): Rest {
  const { values = [], operands = 0 } = WRAPPERS[wrapper] ?? {}
  const assigned: string[] = []
  let skip = operands
  let index = 0
  for (; index < args.length; index += 1) {
    const word = args[index] ?? ''
    if (values.includes(word)) index += 1
    else if (wrapper === 'env' && ASSIGNMENT.test(word)) assigned.push(word)
    else if (!word.startsWith('-')) {
      if (skip === 0) break
      skip -= 1
    }
  }
  return { words: args.slice(index), assigned }
}

/** Scripts that the arguments of a program hold: `sh -c`, `eval`, `trap`, `env -S`, git's own ways to run a command. */
function scriptsIn(program: string, args: readonly string[], input: string): string[] {
  if (SHELLS.has(program)) {
    const flag = args.findIndex((arg) => /^-[A-Za-z]*c[A-Za-z]*$/.test(arg))
    if (flag === -1) return args.some((arg) => !arg.startsWith('-')) ? [] : [input]
    return args
      .slice(flag + 1)
      .filter((arg) => !/^[-+]/.test(arg))
      .slice(0, 1)
  }
  const after = (...options: string[]): string[] =>
    args.flatMap((arg, index) => {
      const joined = options.find((option) => arg.startsWith(`${option}=`))
      if (joined !== undefined) return [arg.slice(joined.length + 1)]
      return options.includes(arg) ? [args[index + 1] ?? ''] : []
    })
  switch (program) {
    case 'eval':
      return [args.join(' ')]
    case 'trap':
    case 'watch':
      return args.slice(0, 1)
    case 'env':
      return after('-S', '--split-string')
    case 'script':
    case 'su':
      return after('-c', '--command')
    case 'xargs':
      // What it appends to is only known from what it reads: read as one line.
      return input === '' ? [] : [[...behind('xargs', args).words, input].join(' ')]
    case 'git': {
      const aliases = after('-c').flatMap((pair) => /^alias\.[^=]+=(.*)$/is.exec(pair)?.[1] ?? [])
      const expanded = aliases.map((alias) => (alias.startsWith('!') ? alias.slice(1) : `git ${alias}`))
      const each = args.indexOf('foreach')
      const run = args.indexOf('bisect') === -1 ? -1 : args.indexOf('run')
      return [
        ...expanded,
        ...(args.includes('rebase') ? after('--exec', '-x') : []),
        ...(args.includes('submodule') && each !== -1 ? [args.slice(each + 1).join(' ')] : []),
        ...(run === -1 ? [] : [args.slice(run + 1).join(' ')]),
      ]
    }
    default:
      return []
  }
}

/** The commands that find starts. */
function findCommands(args: readonly string[]): string[][] {
  return args.flatMap((arg, index) => {
    if (!/^-(?:exec|execdir|ok|okdir)$/.test(arg)) return []
    const rest = args.slice(index + 1)
    const end = rest.findIndex((word) => word === ';' || word === '+')
    return [rest.slice(0, end === -1 ? rest.length : end)]
  })
}

function unwrap(command: SimpleCommand, depth: number, budget: Budget): Invocation[] {
  let words = command.words
  let assigned = command.assigned
  const found: Invocation[] = []
  let writes = command.writes
  while (budget.left > 0) {
    budget.left -= 1
    while (RESERVED.has(words[0] ?? '')) words = words.slice(1)
    // Behind a reserved word there may be assignments again.
    while (ASSIGNMENT.test(words[0] ?? '') && words.length > 1) {
      assigned = [...assigned, words[0] ?? '']
      words = words.slice(1)
    }
    const [first, ...args] = words
    if (first === undefined || LISTS.has(first)) {
      if (writes.length > 0) found.push({ program: ':', args: [], assigned, writes })
      return found
    }
    const program = programName(first)
    found.push({ program, args, assigned, writes })
    if (program === undefined) return found
    for (const script of depth < MAX_DEPTH ? scriptsIn(program, args, command.input) : [])
      found.push(...read(script, depth + 1, budget))
    if (program === 'find')
      for (const inner of findCommands(args))
        found.push(...unwrap({ words: inner, assigned: [], writes: [], input: '' }, depth + 1, budget))
    if (!Object.hasOwn(WRAPPERS, program)) return found
    const rest = behind(program, args)
    words = rest.words
    assigned = [...assigned, ...rest.assigned]
    writes = []
  }
  return found
}

const read = (script: string, depth: number, budget: Budget): Invocation[] =>
  simpleCommands(script, depth).flatMap((command) => unwrap(command, depth, budget))

/**
 * Every program that a script would start as far as its text tells, wrappers and what they wrap both. Undefined when there are
 * more than MAX_INVOCATIONS.
 */
export function invocations(script: string): Invocation[] | undefined {
  const budget = { left: MAX_INVOCATIONS }
  const found = read(script, 0, budget)
  return budget.left > 0 ? found : undefined
}
