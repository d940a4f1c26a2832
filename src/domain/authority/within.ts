// Whether an authority is no wider than its grantor's, and what is left of it below the grantor.

import { alwaysProtectedBy } from '../policy/protected.ts'
import { Authority } from './authority.ts'
import { coversCommand } from './command-pattern.ts'
import { coversGlob, coversName } from './cover.ts'

export interface AuthorityProblem {
  /** Path of the key in the authority: `paths.allow[0]`, `max.usd`. */
  at: string
  message: string
}

/** How to say that one entry takes in another, for each list of what is allowed. */
interface AllowList<K> {
  at: string
  of: (authority: Authority) => readonly K[] | undefined
  covered: (wide: readonly K[], narrow: K) => boolean
  noun: string
}

const named = <K extends string>(wide: readonly K[], one: K): boolean => wide.includes(one)

const LISTS: readonly AllowList<string>[] = [
  { at: 'paths.allow', of: (a) => a.paths?.allow, covered: coversGlob, noun: 'path' },
  { at: 'tools', of: (a) => a.tools, covered: named, noun: 'tool' },
  {
    at: 'commands.allow',
    of: (a) => a.commands?.allow,
    covered: (wide, one) => wide.some((other) => coversCommand(other, one)),
    noun: 'command',
  },
  { at: 'spawn', of: (a) => a.spawn, covered: named, noun: 'agent' },
  {
    at: 'signals',
    of: (a) => a.signals,
    covered: (wide, one) => wide.some((other) => coversName(other, one)),
    noun: 'signal',
  },
]

const MAX = ['files', 'bytes', 'usd', 'turns'] as const

const quote = (items: readonly string[]): string =>
  items.length === 0 ? 'nothing' : items.map((item) => `\`${item}\``).join(', ')

/** Why an allowed path would be granted in vain, or undefined. A pattern is protected when it is so read as a path. */
function inVain(glob: string, denied: readonly string[]): string | undefined {
  const entry = alwaysProtectedBy(glob)
  if (entry !== undefined)
    return `\`${glob}\` cannot be granted: \`${entry}\` is protected for every agent. Leave it out.`
  const covering = denied.find((other) => coversGlob([other], glob))
  return covering === undefined
    ? undefined
    : `\`${glob}\` grants nothing: the grantor is denied \`${covering}\`. Leave it out, or let the grantor lift its denial.`
}

/**
 * Everything in `narrow` that goes beyond `wide`, in words that say what would be right; empty when it is no wider. What is
 * left out is the grantor's and never a problem. A path that cannot be shown to lie within the grantor's counts as wider.
 */
export function within(narrow: Authority, wide: Authority): AuthorityProblem[] {
  const problems: AuthorityProblem[] = []
  for (const { at, of, covered, noun } of LISTS) {
    const granted = of(wide)
    for (const [index, one] of (of(narrow) ?? []).entries()) {
      const vain = at === 'paths.allow' ? inVain(one, wide.paths?.deny ?? []) : undefined
      if (vain !== undefined) problems.push({ at: `${at}[${index}]`, message: vain })
      else if (granted !== undefined && !covered(granted, one))
        problems.push({
          at: `${at}[${index}]`,
          message: `the ${noun} \`${one}\` is not the grantor's to give: it has ${quote(granted)}. Name what lies within that, or leave \`${at}\` out to take the grantor's.`,
        })
    }
  }
  for (const key of MAX) {
    const [own, most] = [narrow.max?.[key], wide.max?.[key]]
    if (own !== undefined && most !== undefined && own > most)
      problems.push({
        at: `max.${key}`,
        message: `${own} is more than the grantor's ${most}. Give at most ${most}, or leave it out.`,
      })
  }
  return problems
}

/** What is in both: entries of one that lie within the other. Left out of both: left out. */
function common<K>(
  grantor: readonly K[] | undefined,
  own: readonly K[] | undefined,
  covered: (wide: readonly K[], narrow: K) => boolean,
): K[] | undefined {
  if (grantor === undefined || own === undefined) {
    const only = grantor ?? own
    return only && [...only]
  }
  const kept = own.filter((one) => covered(grantor, one))
  return [...kept, ...grantor.filter((one) => covered(own, one) && !covered(kept, one))]
}

const together = (a: readonly string[] | undefined, b: readonly string[] | undefined): string[] | undefined =>
  a === undefined && b === undefined ? undefined : [...new Set([...(a ?? []), ...(b ?? [])])]

const least = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.min(a, b)

/** The value itself, or undefined when nothing is said in it. */
const said = <T extends object>(value: T): T | undefined =>
  Object.values(value).every((entry) => entry === undefined) ? undefined : value

/**
 * What is left of an authority below its grantor: never wider than either. Two allowed paths that only overlap leave nothing
 * of each other, because the part in common has no pattern of its own; `within` says so beforehand.
 */
export function intersect(grantor: Authority, own: Authority): Authority {
  const paths = said({
    allow: common(grantor.paths?.allow, own.paths?.allow, coversGlob),
    deny: together(grantor.paths?.deny, own.paths?.deny),
  })
  const commands = said({
    allow: common(grantor.commands?.allow, own.commands?.allow, (wide, one) =>
      wide.some((other) => coversCommand(other, one)),
    ),
    deny: together(grantor.commands?.deny, own.commands?.deny),
  })
  const result = {
    paths,
    tools: common(grantor.tools, own.tools, (wide, one) => wide.includes(one)),
    commands,
    spawn: common(grantor.spawn, own.spawn, (wide, one) => wide.includes(one)),
    signals: common(grantor.signals, own.signals, (wide, one) =>
      wide.some((other) => coversName(other, one)),
    ),
    max: said({
      files: least(grantor.max?.files, own.max?.files),
      bytes: least(grantor.max?.bytes, own.max?.bytes),
      usd: least(grantor.max?.usd, own.max?.usd),
      turns: least(grantor.max?.turns, own.max?.turns),
    }),
  }
  // Keys without a value are left out, as if nobody had written them.
  return Authority.parse(JSON.parse(JSON.stringify(result)))
}
