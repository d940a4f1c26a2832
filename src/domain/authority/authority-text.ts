// An agent's role and authority in the words of its prompt. The words are not what holds it to them; see verdict.ts.

import { LOCKFILES, PROTECTED_PATHS } from '../policy/protected.ts'
import { oneLine } from '../render/text.ts'
import { NEVER_GRANTED } from './authority.ts'
import type { CompiledAuthority } from './compile.ts'
import type { Mandate } from './mandate.ts'

/** Plan documents are written by people and agents: one line each, no way out of its list. */
const item = (text: string): string => `- ${oneLine(text).slice(0, 500)}`

const section = (title: string, items: readonly string[] | undefined): string[] =>
  items === undefined || items.length === 0 ? [] : [`${title}:\n${items.map(item).join('\n')}`]

function roleText({ role }: Mandate): string {
  const name = `plan ${oneLine(role.plan)} (${oneLine(role.title)})`
  if (role.kind === 'plan')
    return [
      `You are the orchestrator of ${name}, not only one of those who carry it out. It has ${role.waves} ${role.waves === 1 ? 'wave' : 'waves'}.`,
      'You know the whole plan, decide for each wave whether to hand it on or to do it yourself, see to the order of waves, check each wave when it is done, and report to the conductor what is complete and what stops you.',
    ].join(' ')
  return `You carry out wave ${role.wave} of ${name}, which has ${role.waves} ${role.waves === 1 ? 'wave' : 'waves'}. ${oneLine(role.orchestrator)} orchestrates the plan and has handed this wave to you.`
}

const code = (items: readonly string[]): string => items.map((one) => `\`${one}\``).join(', ')

function grants(authority: CompiledAuthority): string[] {
  const { allowPaths, tools, allowedCommands, spawn, signals, limits } = authority
  const everything = allowPaths.length === 1 && allowPaths[0] === '**'
  const paths =
    allowPaths.length === 0
      ? 'Change nothing: this run reads and reports.'
      : everything
        ? 'Change any path that is not denied below.'
        : `Change ${code(allowPaths)}, and no other path.`
  return [
    paths,
    `Tools: ${tools.length === 0 ? 'none' : tools.join(', ')}.`,
    ...(allowedCommands === null || !tools.includes('Bash')
      ? []
      : [`Commands in Bash: ${allowedCommands.length === 0 ? 'none' : code(allowedCommands)}.`]),
    ...(spawn === null ? [] : [`Hand waves to: ${spawn.length === 0 ? 'nobody' : code(spawn)}.`]),
    ...(signals === null ? [] : [`Send the signals: ${signals.length === 0 ? 'none' : code(signals)}.`]),
    `Up to ${limits.usd} US dollars and ${limits.turns} turns${allowPaths.length === 0 ? '' : `; a patch of up to ${limits.files} files and ${limits.bytes} bytes`}.`,
  ]
}

const BUILT_IN = new Set([...PROTECTED_PATHS, ...LOCKFILES])

/** The built-in denials in words, the others as they are. */
function denials({ denyPaths, deniedCommands, tools }: CompiledAuthority): string[] {
  const own = denyPaths.filter((path) => !BUILT_IN.has(path))
  return [
    ...NEVER_GRANTED,
    ...(LOCKFILES.some((path) => denyPaths.includes(path)) ? ['Lock files of package managers.'] : []),
    ...(own.length === 0 ? [] : [`These paths: ${code(own)}.`]),
    ...(deniedCommands.length === 0 || !tools.includes('Bash')
      ? []
      : [`These commands: ${code(deniedCommands)}.`]),
  ]
}

/** The section "Your authority" of a run's prompt. `mandate` is given for runs of a plan. */
export function authorityText(authority: CompiledAuthority, mandate: Mandate | undefined): string {
  const place =
    authority.branch === null
      ? 'Workspace: a read-only worktree of the commit that you judge or explore.'
      : `Workspace: a worktree of your own. What you leave in it becomes one commit on the branch \`${authority.branch}\`.`
  return [
    ...(mandate === undefined ? [] : [roleText(mandate)]),
    `You may:\n${grants(authority)
      .map((one) => `- ${one}`)
      .join('\n')}`,
    `You cannot:\n${denials(authority)
      .map((one) => `- ${one}`)
      .join('\n')}`,
    'What is outside your authority is refused with a reason. Trying to merge, to push, to skip a gate, or to change protected paths, refs or GitHub ends the run, and nothing of its work is kept.',
    place,
    ...section('Constraints', mandate?.constraints),
    ...section(
      'Success criteria, all of which must hold before you declare the work complete',
      mandate?.success,
    ),
    ...section('Validation, run by Baton and not by you alone', mandate?.validation),
    ...section('Depends on', mandate?.dependencies),
    ...section('Unblocks', mandate?.unblocks),
  ].join('\n\n')
}
