// People of a scenario act while the team is at work: each act once, when Baton has done what it waits for.

import type { Action } from '../domain/actions.ts'
import { asError, InternalError } from '../errors.ts'
import type { Forge } from './forge/forge.ts'
import type { Act, Scenario } from './scenario.ts'
import { asPerson } from './stage.ts'

export interface Acts {
  /** Told of every action that Baton has carried out. */
  onAction(issue: number, action: Action): void
  /** Waits for the requests under way. Returns what went wrong, and the acts whose moment never came. */
  settled(): Promise<string[]>
}

/** `line` shows a line of progress. */
export function createActs(scenario: Scenario, forge: Forge, line: (text: string) => void): Acts {
  const waiting = [...(scenario.acts ?? [])]
  const pending: Promise<void>[] = []
  const problems: string[] = []
  const { owner, name } = scenario.repository
  async function carryOut(act: Act, issue: number): Promise<void> {
    const repository = forge.world.repositories.get(`${owner}/${name}`)
    if (repository === undefined)
      throw new InternalError(`the scenario's repository ${owner}/${name} is gone`)
    const { method, path, body } = 'request' in act ? act.request(repository) : act
    const full = `/repos/${owner}/${name}${path.replace('{issue}', String(issue))}`
    await asPerson({ forge, login: act.login, method, path: full, body })
  }
  return {
    onAction(issue, action) {
      for (const act of waiting.filter(({ when }) => when(action, issue))) {
        waiting.splice(waiting.indexOf(act), 1)
        line(`@${act.login} ${act.says}`)
        pending.push(
          carryOut(act, issue).then(
            () => undefined,
            (error: unknown) => {
              problems.push(asError(error).message)
            },
          ),
        )
      }
    },
    async settled() {
      await Promise.all(pending)
      return [
        ...problems,
        ...waiting.map(({ login, says }) => `the moment never came when @${login} ${says}`),
      ]
    },
  }
}
