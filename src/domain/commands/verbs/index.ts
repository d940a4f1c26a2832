// Every command, in the order in which help lists them.

import { adr } from './adr.ts'
import { approve } from './approve.ts'
import { assign } from './assign.ts'
import { budget } from './budget.ts'
import { coordinate } from './coordinate.ts'
import { directive } from './directive.ts'
import { escalate } from './escalate.ts'
import { experiment } from './experiment.ts'
import { explain } from './explain.ts'
import { freeze } from './freeze.ts'
import { handoff } from './handoff.ts'
import { help } from './help.ts'
import { hold } from './hold.ts'
import { merge } from './merge.ts'
import { override } from './override.ts'
import { plan } from './plan.ts'
import { priority } from './priority.ts'
import { rebase } from './rebase.ts'
import { reject } from './reject.ts'
import { replan } from './replan.ts'
import { resume } from './resume.ts'
import { retry } from './retry.ts'
import { rollback } from './rollback.ts'
import { run } from './run.ts'
import { signal } from './signal.ts'
import { status } from './status.ts'
import { stop } from './stop.ts'
import { unassign } from './unassign.ts'
import { unfreeze } from './unfreeze.ts'
import { wake } from './wake.ts'

export const commands = {
  help,
  status,
  explain,
  coordinate,
  approve,
  reject,
  hold,
  resume,
  stop,
  retry,
  replan,
  priority,
  escalate,
  signal,
  freeze,
  unfreeze,
  wake,
  assign,
  unassign,
  plan,
  run,
  handoff,
  adr,
  directive,
  budget,
  experiment,
  rollback,
  rebase,
  merge,
  override,
} as const

export type Verb = keyof typeof commands

/** A command of any verb, its arguments checked. */
export type Command = {
  [V in Verb]: Extract<ReturnType<(typeof commands)[V]['read']>, { ok: true }>['command']
}[Verb]

export const isVerb = (word: string): word is Verb => Object.hasOwn(commands, word)

/** In the order of help. */
export const VERBS: readonly Verb[] = Object.keys(commands).filter(isVerb)
