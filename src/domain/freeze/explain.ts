// The text of the freeze check: what is touched, on which line, whose freeze it is, until when it holds, how it is lifted.

import { inCode } from '../render/text.ts'
import { plural, shortSha } from '../render/figures.ts'
import { allOf, reason, type Reason } from '../reason.ts'
import { taskRef } from '../ids.ts'
import { planOf, until, type Freeze } from './freeze.ts'
import type { Violation } from './violations.ts'

const LONGEST = 200
const code = (text: string): string => {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
  return `\`${inCode(shown)}\``
}

function where(path: string, line: number | undefined): string {
  return line === undefined ? code(path) : code(`${path}:${line}`)
}

function touched(violation: Violation): Reason {
  const { path } = violation
  switch (violation.kind) {
    case 'path':
      return reason('fail', `${code(path)} is changed, which ${code(violation.glob)} freezes`)
    case 'unseen':
      return reason(
        'fail',
        `${code(path)} is changed in a way that GitHub does not show, so it cannot be seen whether ` +
          `${violation.symbols.map(code).join(', ')} stays as it is: make the change smaller, or leave the file out`,
      )
    case 'symbol': {
      const { symbol, what, before, after } = violation
      const verb = { changed: 'changed', removed: 'removed', added: 'declared a second time' }[what]
      return reason('fail', `${code(symbol)} is ${verb} in ${where(path, violation.line)}`, [
        ...(before === undefined ? [] : [reason('info', `frozen: ${code(before)}`)]),
        ...(after === undefined ? [] : [reason('info', `now: ${code(after)}`)]),
      ])
    }
  }
}

/** How a freeze is lifted, in one sentence without a full stop. */
export function howToLift({ id, rule, taskKey }: Pick<Freeze, 'id' | 'rule' | 'taskKey'>): string {
  const { number } = taskRef(taskKey)
  // Those that a command made are named after their issue, and have nobody's seats.
  if (planOf({ id }) === `issue-${number}` && rule.seats.length === 0)
    return `It ends when somebody who maintains the repository writes \`/baton unfreeze\` with its name on #${number}`
  const together = `${rule.orchestrator} and a person with write permission agree to lift it`
  return rule.seats.length === 0
    ? `It ends when ${together}`
    : `It ends when ${rule.seats.join(', ')} all agree to lift it, or when ${together}`
}

/** The verdict on a change, for check and comment. `binding`: how many freezes hold now. */
export function freezeReason(violations: readonly Violation[], binding: number): Reason {
  if (violations.length === 0)
    return reason('pass', binding === 0 ? 'Nothing is frozen' : `${plural(binding, 'freeze')} kept`)
  const freezes = [...new Set(violations.map((violation) => violation.freeze))]
  return allOf(
    'The change leaves frozen APIs as they are',
    freezes.map((freeze) =>
      reason(
        'fail',
        `Wave ${freeze.id} of ${planOf(freeze)} (${freeze.taskKey}) froze this at ${shortSha(freeze.sha)}, ${until(freeze)}`,
        [
          ...violations.filter((violation) => violation.freeze === freeze).map(touched),
          reason('info', howToLift(freeze)),
        ],
      ),
    ),
  )
}
