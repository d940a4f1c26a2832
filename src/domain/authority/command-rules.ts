// The commands that no run may use, whatever it was granted, as a table; those that reach for what is never granted are a breach.

import { alwaysProtectedBy } from '../policy/protected.ts'
import { operandsOf, programOf } from './command-pattern.ts'
import type { Invocation } from './invocations.ts'

export interface Refusal {
  /** Short name of the rule, for the journal and the audit log. */
  rule: string
  /** True for an act that nobody can be granted: it ends the run. */
  breach: boolean
  /** One or two sentences for the agent: why, and what to do instead. */
  reason: string
}

const breach = (rule: string, reason: string): Refusal[] => [{ rule, breach: true, reason }]
const refuse = (rule: string, reason: string): Refusal[] => [{ rule, breach: false, reason }]

const PUSH = 'Agents do not push: Baton pushes the commit that it makes of this worktree.'
const MERGE = 'Agents do not merge: merging is the conductor’s alone.'
const REFS = 'Agents do not change branches, tags or other refs: Baton keeps the branch of this wave.'
const CONFIG = 'Agents do not change git’s configuration or hooks.'
const GATES = 'Hooks, checks and gates cannot be skipped.'
const STAY = 'The worktree stays on its commit. To take a file back use `git show HEAD:path > path`.'
const COMMIT = 'Baton commits what is in the worktree when the run ends. Leave the change there.'
const OFFLINE = 'There is no network here and no token: what you need of GitHub is in the task.'

const has = (args: readonly string[], ...options: string[]): boolean =>
  args.some((arg) => options.some((option) => arg === option || arg.startsWith(`${option}=`)))
/** Whether a cluster of short options such as `-fd` holds one of these letters. */
const flag = (args: readonly string[], letters: string): boolean =>
  args.some((arg) => /^-[A-Za-z]+$/.test(arg) && Array.from(letters).some((letter) => arg.includes(letter)))

/** Configuration that decides what git runs, where it talks to, and what it skips. */
const SENSITIVE =
  /^(?:core\.(?:hookspath|sshcommand|fsmonitor|gitproxy|attributesfile|editor|pager)|alias\.|include|filter\.|remote\.|url\.|credential\.|http\.|branch\.|push\.|gpg\.|merge\.|diff\..*command)/i

function configRefusal(args: readonly string[]): Refusal[] {
  const operands = operandsOf('git', args)
  const verb = operands[0] ?? ''
  const reads =
    has(args, '--get', '--get-all', '--get-regexp', '--get-urlmatch', '--list', '--show-origin') ||
    flag(args, 'l') ||
    verb === 'get' ||
    verb === 'list'
  const [name = '', value] = /^(?:set|unset|edit|rename-section|remove-section)$/.test(verb)
    ? [operands[1], 'x']
    : operands
  const edits = has(args, '--unset', '--unset-all', '--add', '--replace-all', '--edit') || flag(args, 'e')
  if (reads || (value === undefined && !edits)) return []
  return SENSITIVE.test(name) ? breach('git:config', CONFIG) : refuse('git:config', `${CONFIG} ${COMMIT}`)
}

const READ_BRANCH = ['--list', '--show-current', '--contains', '--merged', '--points-at']

/** By git's subcommand, with the arguments behind it. */
const GIT: Readonly<Record<string, (args: readonly string[], branch: string | null) => Refusal[]>> = {
  push: () => breach('git:push', PUSH),
  'send-pack': () => breach('git:push', PUSH),
  'http-push': () => breach('git:push', PUSH),
  'receive-pack': () => breach('git:push', PUSH),
  subtree: (args) => (args.includes('push') ? breach('git:push', PUSH) : []),
  svn: (args) => (args.includes('dcommit') ? breach('git:push', PUSH) : []),
  merge: (args) => (has(args, '--abort', '--quit', '-h', '--help') ? [] : breach('git:merge', MERGE)),
  pull: () => refuse('git:pull', `${OFFLINE} Baton brings the base up to date between runs.`),
  fetch: () => refuse('git:fetch', OFFLINE),
  clone: () => refuse('git:clone', OFFLINE),
  rebase: () => refuse('git:rebase', STAY),
  'update-ref': () => breach('git:refs', REFS),
  'filter-branch': () => breach('git:refs', REFS),
  'fast-import': () => breach('git:refs', REFS),
  replace: (args) => (args.length === 0 || flag(args, 'l') ? [] : breach('git:refs', REFS)),
  reflog: (args) => (/^(?:delete|expire|drop)$/.test(args[0] ?? '') ? breach('git:refs', REFS) : []),
  'symbolic-ref': (args) =>
    operandsOf('git', args).length > 1 || flag(args, 'd') || has(args, '--delete')
      ? breach('git:refs', REFS)
      : [],
  branch: (args) => {
    if (flag(args, 'fdDmMcC') || has(args, '--force', '--delete', '--move', '--copy'))
      return breach('git:refs', REFS)
    return operandsOf('git', args).length > 0 && !has(args, ...READ_BRANCH) ? refuse('git:refs', REFS) : []
  },
  tag: (args) => {
    if (flag(args, 'df') || has(args, '--delete', '--force')) return breach('git:refs', REFS)
    return operandsOf('git', args).length > 0 && !flag(args, 'ln') && !has(args, ...READ_BRANCH)
      ? refuse('git:refs', REFS)
      : []
  },
  worktree: (args) => (args[0] === 'list' || args.length === 0 ? [] : refuse('git:worktree', STAY)),
  checkout: (args, branch) => {
    if (flag(args, 'bB') || has(args, '--orphan', '--detach')) return refuse('git:checkout', STAY)
    const operands = operandsOf('git', args)
    if (args.includes('--') || operands.length !== 1 || operands[0] === '.') return []
    return operands[0] === branch || operands[0] === 'HEAD' ? [] : refuse('git:checkout', STAY)
  },
  switch: (args, branch) => (args.at(-1) === branch ? [] : refuse('git:checkout', STAY)),
  commit: (args) =>
    has(args, '--no-verify') || flag(args, 'n') ? breach('gates', GATES) : refuse('git:commit', COMMIT),
  config: configRefusal,
  remote: (args) =>
    /^(?:add|set-url|rename|remove|rm|set-head|set-branches)$/.test(operandsOf('git', args)[0] ?? '')
      ? breach('git:config', CONFIG)
      : [],
}

/** Options before git's subcommand that take the next word. */
const GIT_VALUES = new Set(['-C', '-c', '--git-dir', '--work-tree', '--namespace', '--config-env'])

function gitRules(args: readonly string[], branch: string | null): Refusal[] {
  const found: Refusal[] = []
  let index = 0
  for (; index < args.length && (args[index] ?? '').startsWith('-'); index += 1) {
    const word = args[index] ?? ''
    const value = args[index + 1] ?? ''
    if (word === '-c' && /^core\.hooksPath=/i.test(value)) found.push(...breach('gates', GATES))
    if (GIT_VALUES.has(word)) index += 1
  }
  const verb = args[index] ?? ''
  const rule = Object.hasOwn(GIT, verb) ? GIT[verb] : undefined
  return [...found, ...(rule?.(args.slice(index + 1), branch) ?? [])]
}

function ghRules(args: readonly string[]): Refusal[] {
  const [noun = '', verb = ''] = operandsOf('gh', args)
  if (noun === 'pr' && verb === 'merge') return breach('github:merge', MERGE)
  const writes =
    noun === 'api'
      ? has(args, '-X', '--method', '-f', '-F', '--field', '--raw-field', '--input') ||
        args.some((arg) => /^-[XfF]./.test(arg))
      : /^(?:create|edit|close|reopen|delete|merge|review|comment|run|rerun|enable|disable|set|upload|lock|unlock|transfer|approve|ready|sync|archive|rename|update-branch|cancel)$/.test(
          verb,
        )
  return writes
    ? breach('github:write', `Agents do not act on GitHub. ${OFFLINE}`)
    : refuse('github', OFFLINE)
}

const GITHUB_HOST = /(?:^|[/@.])(?:github\.com|githubusercontent\.com|ghe\.com|ghcr\.io)(?:[/:?#]|$)/i
const SENDS =
  /^(?:-X.*|--request(?:=.*)?|-d|--data.*|--json|-T|--upload-file|-F|--form.*|--post-.*|--method.*)$/

function transferRules(args: readonly string[]): Refusal[] {
  if (!args.some((arg) => GITHUB_HOST.test(arg))) return []
  return args.some((arg) => SENDS.test(arg) || /^-[dFT]./.test(arg))
    ? breach('github:write', `Agents do not act on GitHub. ${OFFLINE}`)
    : refuse('github', OFFLINE)
}

/** Programs that change the files they name: all of them, or only the last. */
const CHANGES: Readonly<Record<string, 'all' | 'last'>> = {
  tee: 'all',
  rm: 'all',
  rmdir: 'all',
  unlink: 'all',
  touch: 'all',
  mkdir: 'all',
  chmod: 'all',
  chown: 'all',
  truncate: 'all',
  mv: 'all',
  cp: 'last',
  ln: 'last',
  install: 'last',
  rsync: 'last',
}

/** A path as a command names it, from the repository's root. */
const fromRoot = (word: string): string => word.replace(/^(?:\/workspace\/|(?:\.\/)+)/, '')

function fileRules({ program, args, writes }: Invocation): Refusal[] {
  const operands = args.filter((arg) => !arg.startsWith('-'))
  const how = program === undefined || !Object.hasOwn(CHANGES, program) ? undefined : CHANGES[program]
  const edits =
    /^(?:sed|perl)$/.test(program ?? '') && args.some((arg) => /^-[a-zA-Z]*i|^--in-place/.test(arg))
  const changed = how === 'all' || edits ? operands : how === 'last' ? operands.slice(-1) : []
  return [...writes, ...changed].flatMap((word) => {
    const entry = alwaysProtectedBy(fromRoot(word))
    if (entry === undefined) return []
    return breach(`path:${entry}`, `${word} is protected (${entry}): no agent may change it.`)
  })
}

/** Everything that is wrong with one command, whoever it runs for. `branch`: the run's own, which it may name. */
export function commandRules(invocation: Invocation, branch: string | null): Refusal[] {
  const { program, args, assigned } = invocation
  const found = fileRules(invocation)
  if (
    assigned.some((pair) =>
      /^(?:HUSKY=0|HUSKY_SKIP_HOOKS=|SKIP=|LEFTHOOK=0|GIT_CONFIG_PARAMETERS=)/.test(pair),
    )
  )
    found.push(...breach('gates', GATES))
  if (program === undefined) {
    // Only the shell knows the program, so what it looks like is refused and not held against the run.
    const guess = [...gitRules(args, branch)].filter(({ rule }) => rule !== 'git:config')
    const said = 'The program of this command is not written out. Write its name instead of a variable.'
    return [...found, ...guess.filter((one) => one.breach).flatMap(({ rule }) => refuse(rule, said))]
  }
  switch (programOf(program)) {
    case 'git':
    case 'git.exe':
      found.push(...gitRules(args, branch))
      break
    case 'gh':
    case 'hub':
      found.push(...ghRules(args))
      break
    case 'curl':
    case 'wget':
    case 'http':
    case 'https':
    case 'xh':
      found.push(...transferRules(args))
      break
    case 'ssh':
    case 'scp':
    case 'sftp':
    case 'nc':
    case 'ncat':
      if (args.some((arg) => GITHUB_HOST.test(arg))) found.push(...refuse('github', OFFLINE))
      break
    default:
      if (program.startsWith('git-')) found.push(...gitRules([program.slice(4), ...args], branch))
  }
  return found
}
