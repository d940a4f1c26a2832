// The words that scripts of scenarios are written in.

import type { OutcomeOf, Purpose } from '../../domain/outcomes.ts'
import type { ScriptBlock, ScriptTurn } from '../model/script.ts'

export const text = (words: string): ScriptBlock => ({ type: 'text', text: words })
export const use = (name: string, input: Record<string, unknown>): ScriptBlock => ({
  type: 'tool_use',
  name,
  input,
})
export const read = (file: string): ScriptBlock => use('Read', { file_path: file })

/** Runs the project's tests. */
export const TESTS = use('Bash', {
  command: 'node --test --test-isolation=none',
  description: 'Run the tests',
})

/** How a run ends: the value is checked against what its purpose hands back. */
export const outcome = <P extends Purpose>(_: P, value: OutcomeOf[P]): ScriptTurn => ({
  content: [{ type: 'json', value }],
})

/** A turn where commands can be run, and the one in its place where they cannot. */
export const either = (withBash: ScriptTurn, without: ScriptTurn): readonly ScriptTurn[] => [
  { ...withBash, when: { tools: ['Bash'] } },
  { ...without, when: { without: ['Bash'] } },
]
