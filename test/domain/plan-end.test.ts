// The end of a plan: nobody is told before the whole of it is validated where it was merged.

import { describe, expect, it } from 'vitest'
import { decide } from '../../src/domain/decide.ts'
import type { BareSnapshot } from '../../src/domain/snapshot.ts'
import { audited, document, merged, on, settled } from './plan-fixture.ts'
import { NOW, policy, result, sha, validation } from './support.ts'

describe('the end of a plan', () => {
  const red = [{ name: 'tests', command: 'npm test', exitCode: 1, durationMs: 9, outputTail: 'not ok' }]
  const mergedAt = NOW - 120_000
  const last = merged(on(document(), { runs: [audited] }), 2, 3)
  const waves = last.waves.map((wave) => ({ ...wave, pull: wave.pull && { ...wave.pull, mergedAt } }))
  const at = { ...last, waves }
  const main = at.base.sha
  const green = validation('validate', { wave: 0, headSha: main, baseSha: main })
  const open = { completed: false, result: undefined }
  /** What would tell anybody that the plan is complete. */
  const tells = (bare: BareSnapshot): string[] =>
    decide(settled(bare), policy(), NOW).actions.flatMap((action) => {
      if (action.do === 'send_signal') return action.name === 'plan-2-complete' ? ['signal'] : []
      if (action.do === 'comment')
        return ['approval', 'handoff', 'summary'].includes(action.topic) ? [action.topic] : []
      if (action.do === 'check') return [`${action.name}=${action.conclusion}`]
      return action.do === 'close_issue' ? ['closed'] : []
    })
  const asks = (bare: BareSnapshot): string[] =>
    decide(settled(bare), policy(), NOW).actions.flatMap((action) =>
      action.do === 'dispatch' ? [`${action.wave} ${action.kind} ${action.headSha}`] : [],
    )

  it.each<[string, BareSnapshot['validations'], string[]]>([
    ['missing', [], [`0 validate ${main}`]],
    ['of a wave’s head alone', [validation('validate')], [`0 validate ${main}`]],
    ['asked for', [{ ...green, ...open, state: 'requested' }], []],
    ['under way', [{ ...green, ...open, state: 'running' }], []],
    ['red', [{ ...green, result: result({ headSha: main, baseSha: main, steps: red }) }], []],
    ['lost twice', [{ ...green, ...open, state: 'failed', attempt: 2, detail: 'no artifact' }], []],
    [
      'older than the last merge',
      [{ ...green, headSha: sha('d'), requestedAt: mergedAt - 1 }],
      [`0 validate ${main}`],
    ],
  ])('is told nobody while the validation of the whole is %s', (_what, validations, asked) => {
    const bare = { ...at, validations: [...validations] }
    expect(tells(bare)).toEqual([])
    expect(asks(bare)).toEqual(asked)
  })

  it('is told by the approval on the issue, the check on the commit, the signal, and the end of the issue', () => {
    const bare = { ...at, validations: [green] }
    expect(tells(bare).toSorted()).toEqual(
      ['approval', 'baton/plan/plan-2=success', 'closed', 'handoff', 'signal', 'summary'].toSorted(),
    )
    const { actions } = decide(settled(bare), policy(), NOW)
    const said = actions.find((action) => action.do === 'comment' && action.topic === 'approval')
    const text = said?.do === 'comment' ? said.body : ''
    expect(text).toContain('plan-2 is approved as a whole')
    expect(text).toMatch(/wave 0: nothing had to be merged[^]*wave 2: #8 merged as ccccccc/)
    expect(text).toContain(`the whole is validated on main at ${main.slice(0, 7)}`)
    expect(text).toContain('Signal sent: `plan-2-complete`')
  })

  it('is told of the commit that was validated, wherever the branch stands by then', () => {
    const moved = { ...at, base: { ...at.base, sha: sha('e') }, validations: [green] }
    const { actions } = decide(settled(moved), policy(), NOW)
    expect(actions).toContainEqual(
      expect.objectContaining({ do: 'check', name: 'baton/plan/plan-2', sha: main }),
    )
    expect(actions).toContainEqual(
      expect.objectContaining({
        do: 'send_signal',
        name: 'plan-2-complete',
        sha: main,
        payload: { status: 'completed', commit: main, unblocks: [] },
      }),
    )
  })

  it('is not approved again once it was sent', () => {
    const names = ['plan-2-wave-0-complete', 'plan-2-wave-1-complete', 'plan-2-wave-2-complete']
    const again = { ...at, signals: [...names, 'explain-frozen', 'plan-2-complete'], validations: [green] }
    const { actions } = decide(settled(again), policy(), NOW)
    expect(actions.filter((action) => action.do === 'check' || action.do === 'send_signal')).toEqual([])
    expect(actions.some((action) => action.do === 'comment' && action.topic === 'approval')).toBe(false)
  })
})
