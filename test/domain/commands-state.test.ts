// What commands come to: who is obeyed, what counts later, and where.

import { describe, expect, test } from 'vitest'
import type { CommandInput, CommandState } from '../../src/domain/commands/command-state.ts'
import { Desired, frozenAt, nothingDesired } from '../../src/domain/commands/desired.ts'
import type { OpenWork } from '../../src/domain/commands/hand-over.ts'
import type { CommentObservation } from '../../src/domain/commands/observed.ts'
import { by, ISSUE, lastId, PULL, says, state } from './commands-support.ts'
import { agent, HEAD, NOW, sha } from './support.ts'

const OLD = sha('b')

/** In short: what is in force. */
function inForce({ desired }: CommandState): string[] {
  const { held, stopped, retry, priority, escalated, approved, rejected, signals } = desired
  return [
    ...(held ? [`held ${held.by}`] : []),
    ...(stopped ? [`stopped ${stopped.by}`] : []),
    ...(retry ? [`retry ${retry.wave ?? 'all'}`] : []),
    ...(priority ? [`priority ${priority.level}`] : []),
    ...(escalated ? [`escalated ${escalated.level ?? 'next'}`] : []),
    ...approved.map((entry) => `approved ${entry.by} ${(entry.sha ?? entry.plan ?? 'plan').slice(0, 4)}`),
    ...rejected.map((entry) => `rejected ${entry.by} ${(entry.sha ?? entry.plan ?? 'all').slice(0, 4)}`),
    ...signals.map((entry) => `signal ${entry.name} ${entry.status}`),
    ...frozenAt(desired, NOW).map((entry) => `frozen ${entry.what}`),
  ]
}
const reactions = ({ replies }: CommandState): string[] => replies.map(({ reaction }) => reaction)

describe('the later command counts', () => {
  test.each<[string, string[], string[]]>([
    ['a hold', ['hold'], ['held grace']],
    ['a hold and a resume', ['hold', 'resume'], []],
    ['a hold after a resume', ['hold', 'resume', 'hold'], ['held grace']],
    ['a stop and a resume', ['stop', 'resume'], []],
    ['hold, stop and a resume', ['hold', 'stop', 'resume'], []],
    ['both', ['hold', 'stop'], ['held grace', 'stopped grace']],
    ['two levels', ['priority low', 'priority critical'], ['priority critical']],
    ['a retry', ['retry'], ['retry all']],
    ['a retry of one wave', ['retry', 'retry 2'], ['retry 2']],
    ['a retry while held', ['hold', 'retry'], ['held grace']],
    ['a retry after the hold', ['hold', 'resume', 'retry'], ['retry all']],
    ['an escalation', ['escalate', 'escalate --level 3'], ['escalated 3']],
    ['approval of the plan', ['approve'], ['approved grace plan']],
    ['approval of a commit from the issue', [`approve ${HEAD}`], ['approved grace aaaa']],
    ['approval of another commit from the issue', [`approve ${OLD}`], []],
    [
      'a rejection after an approval',
      [`approve ${HEAD}`, `reject --sha ${HEAD} no`],
      ['rejected grace aaaa'],
    ],
    [
      'an approval after a rejection',
      [`reject --sha ${HEAD} no`, `approve ${HEAD}`],
      ['approved grace aaaa'],
    ],
    ['a rejection of everything', ['approve', 'reject no'], ['rejected grace all']],
    ['a rejection of everything, taken back', ['reject no', `approve ${HEAD}`], ['approved grace aaaa']],
    ['a signal', ['signal api-stable'], ['signal api-stable completed']],
    [
      'a signal again',
      ['signal api-stable --status blocked', 'signal api-stable'],
      ['signal api-stable completed'],
    ],
    ['two signals', ['signal a', 'signal b --status info'], ['signal a completed', 'signal b info']],
    ['a freeze', ['freeze src/api.ts'], ['frozen src/api.ts']],
    ['a freeze twice', ['freeze src/api.ts', 'freeze src/api.ts --for 3d'], ['frozen src/api.ts']],
  ])('%s', (_name, bodies, expected) => {
    expect(inForce(state(bodies.map((body) => says(`/baton ${body}`))))).toEqual(expected)
  })

  test('a freeze ends by itself, and another lifts one that does not', () => {
    const asked = says('/baton freeze src/api.ts --for 2h\n/baton freeze src/b.ts')
    const { desired } = state([asked, says('/baton unfreeze src/b.ts', by('ada'))])
    expect(frozenAt(desired, NOW).map(({ what }) => what)).toEqual(['src/api.ts'])
    expect(frozenAt(desired, asked.at + 2 * 3_600_000)).toEqual([])
  })

  test('lines of one comment count in their order, whatever the order of the comments', () => {
    const first = says('/baton hold')
    const second = says('/baton resume\n/baton priority low\n/baton priority high')
    expect(inForce(state([second, first]))).toEqual(['priority high'])
  })

  test('two of the same second count in the order of their ids', () => {
    const hold = says('/baton hold')
    const resume = says('/baton resume', { at: hold.at })
    expect(inForce(state([resume, hold]))).toEqual([])
  })

  test('approvals of different commits by different people are kept apart', () => {
    const first = state([says(`/baton approve ${OLD}`, { on: PULL })], { pulls: new Map([[PULL, OLD]]) })
    const second = state([says(`/baton approve ${HEAD}`, { on: PULL })], { before: first.desired })
    const third = state([says(`/baton approve ${HEAD}`, { on: PULL, ...by('ada') })], {
      before: second.desired,
    })
    expect(inForce(third)).toEqual(['approved grace bbbb', 'approved grace aaaa', 'approved ada aaaa'])
  })
})

describe('giving work to another agent', () => {
  const takers = new Map([
    [agent('implementer'), 2],
    [agent('researcher'), 0],
  ])
  const open = (index: number, change: Partial<OpenWork> = {}): OpenWork => ({
    index,
    number: index - 1,
    pull: undefined,
    begun: true,
    by: agent('implementer'),
    takers,
    ...change,
  })
  const one = [open(2, { pull: PULL }), open(3, { begun: false })]
  const two = [open(2, { pull: PULL }), open(3)]

  test.each<[string, string, OpenWork[], number, number | RegExp]>([
    ['the only wave under way', 'handoff researcher', one, ISSUE, 2],
    ['the wave of the pull request', 'handoff researcher', two, PULL, 2],
    ['a wave by its number', 'handoff researcher --wave 2', two, ISSUE, 3],
    ['one that nobody has begun', 'handoff researcher --wave 2', one, ISSUE, 3],
    ['one of two without saying which', 'handoff researcher', two, ISSUE, /waves 1, 2 are under way/],
    ['a wave that is none', 'handoff researcher --wave 7', one, ISSUE, /no open wave 7.*not ended: 1, 2/],
    ['where nothing is under way', 'handoff researcher', [], ISSUE, /every wave has ended/],
    [
      'an agent that cannot',
      'handoff critic',
      one,
      ISSUE,
      /critic cannot take wave 1.*implementer, researcher/,
    ],
    ['an agent that is misspelled', 'handoff reseacher', one, ISSUE, /did you mean researcher\?/],
    ['who has it already', 'handoff implementer', one, ISSUE, /implementer has wave 1 already/],
  ])('%s', (_, body, work, on, wanted) => {
    const { desired, replies } = state([says(`/baton ${body}`, { on })], { work })
    if (typeof wanted === 'number') {
      expect(desired.handoffs).toMatchObject([
        { wave: wanted, agent: 'researcher', attempts: 0, by: 'grace' },
      ])
      expect(replies).toMatchObject([{ reaction: 'rocket' }])
    } else {
      expect(desired.handoffs).toEqual([])
      expect(replies[0]?.body).toMatch(wanted)
    }
  })

  test('and back again keeps how often the first has tried', () => {
    const there = says('/baton handoff researcher "the kernel is done"')
    const back = says('/baton handoff implementer')
    const { desired } = state([there, back], { work: one })
    expect(desired.handoffs).toMatchObject([
      { agent: 'researcher', note: 'the kernel is done', attempts: 0 },
      { agent: 'implementer', attempts: 2 },
    ])
    expect(state([there, back], { work: one, before: desired }).desired).toEqual(desired)
  })

  test('without an agent only asks', () => {
    const { desired, replies } = state([says('/baton handoff')], { work: one })
    expect([desired.handoffs, replies]).toMatchObject([[], [{ reaction: 'rocket', body: 'the documents' }]])
  })

  test('needs the permission to write', () => {
    const { desired, replies } = state([says('/baton handoff researcher', by('lin'))], { work: one })
    expect([desired.handoffs, replies[0]?.reaction]).toEqual([[], 'confused'])
  })
})

describe('doing it again', () => {
  const all = [
    'hold wait',
    'resume',
    'retry',
    'stop',
    'priority high',
    'approve --plan p',
    'reject --plan p no',
    'signal a',
    'freeze src/a.ts --for 1d',
    'escalate',
    'replan',
    'assign critic --wave 2',
    'assign tester --wave 2',
  ].map((body) => says(`/baton ${body}`))
  const lifted = [
    ...all,
    says('/baton unfreeze src/a.ts\n/baton budget 20', by('ada')),
    says('/baton unassign tester'),
  ]

  test('a pass that crashed before its answers is repeated and comes to the same', () => {
    const once = state(lifted)
    const twice = state(lifted, { before: once.desired })
    expect(twice.desired).toEqual(once.desired)
    expect(twice.replies).toEqual(once.replies)
  })

  test('what was answered is neither folded nor answered again, also when its author may do nothing any more', () => {
    const once = state(lifted)
    const acknowledged = new Map(lifted.map(({ id }) => [id, 'answered' as const]))
    const later = state(lifted, { before: once.desired, acknowledged, roles: new Map([['grace', 'none']]) })
    expect(later).toEqual({ desired: once.desired, replies: [] })
  })

  test('what was accepted stays when its comment is edited, deleted or out of sight', () => {
    const before = state([says('/baton hold')]).desired
    expect(inForce(state([], { before }))).toEqual(['held grace'])
  })

  test('it survives being stored', () => {
    const { desired } = state(lifted)
    expect(Desired.parse(JSON.parse(JSON.stringify(desired)))).toEqual(JSON.parse(JSON.stringify(desired)))
    expect(Desired.parse({})).toEqual(nothingDesired())
  })

  test('an older command that is folded late does not undo a newer one', () => {
    const resume = says('/baton resume')
    const hold = says('/baton hold')
    const before = state([hold]).desired
    expect(inForce(state([resume], { before }))).toEqual(['held grace'])
    const resumed = state([says('/baton resume')]).desired
    expect(inForce(state([hold], { before: resumed }))).toEqual([])
  })
})

describe('who is obeyed', () => {
  test.each<[string, string, string, string[]]>([
    ['nobody', 'nobody', 'help', ['confused']],
    ['a reader asks', 'mallory', 'status', ['rocket']],
    ['a reader commands', 'mallory', 'hold', ['confused']],
    ['a triager holds', 'lin', 'hold', ['rocket']],
    ['a triager resumes', 'lin', 'resume', ['confused']],
    ['a triager approves', 'lin', `approve ${HEAD}`, ['confused']],
    ['a writer approves', 'grace', `approve ${HEAD}`, ['rocket']],
    ['a writer lifts a freeze', 'grace', 'unfreeze src/a.ts', ['confused']],
    ['an admin', 'ada', 'stop', ['rocket']],
  ])('%s', (_name, login, body, expected) => {
    expect(reactions(state([says(`/baton ${body}`, by(login))]))).toEqual(expected)
  })

  test('somebody who lost the permission after writing is refused', () => {
    const comments = [says('/baton stop')]
    const lost = state(comments, { roles: new Map([['grace', 'read']]) })
    expect(inForce(lost)).toEqual([])
    expect(lost.replies[0]?.body).toContain(
      '- stop needs the permission write in this repository, and @\u200bgrace has read.',
    )
  })

  test('a stranger is told why once, and after that only by the reaction', () => {
    const first = says('/baton hold', by('mallory'))
    const more = [says('/baton stop', by('mallory')), says('/baton nonsense', by('mallory'))]
    const once = state([first, ...more])
    expect(reactions(once)).toEqual(['confused', 'confused', 'confused'])
    expect(once.replies.map(({ body }) => body !== undefined)).toEqual([true, false, false])
    const later = state([first, ...more], { acknowledged: new Map([[first.id, 'answered']]) })
    expect(later.replies.map(({ body }) => body)).toEqual([undefined, undefined])
    expect(inForce(once)).toEqual([])
  })

  test('a bot is not obeyed and gets no words that it could answer', () => {
    const { desired, replies } = state([says('/baton hold\n/baton nope', by('dependabot', 'bot'))])
    expect(desired).toEqual(nothingDesired())
    expect(replies).toEqual([{ commentId: lastId(), on: ISSUE, reaction: 'confused' }])
  })

  test('a bot with the name of somebody who may is still a bot', () => {
    expect(inForce(state([says('/baton hold', by('ada', 'bot'))]))).toEqual([])
  })

  test('somebody whose role is not known yet is seen and waits', () => {
    const comment = says('/baton hold', by('eve'))
    const seen = state([comment])
    expect(seen.replies).toEqual([{ commentId: comment.id, on: ISSUE, reaction: 'eyes' }])
    expect(state([comment], { acknowledged: new Map([[comment.id, 'seen']]) }).replies).toEqual([])
    const known = state([comment], {
      acknowledged: new Map([[comment.id, 'seen']]),
      roles: new Map([['eve', 'write']]),
    })
    expect([inForce(known), reactions(known)]).toEqual([['held eve'], ['rocket']])
  })

  test('an association says nothing: only the role counts', () => {
    expect(inForce(state([says('/baton hold', { ...by('mallory'), association: 'OWNER' })]))).toEqual([])
  })
})

describe('where and when', () => {
  const closed = { issue: { state: 'closed', locked: false } } as const
  const locked = { issue: { state: 'open', locked: true } } as const
  const shut = { pulls: new Map([[PULL, undefined]]) }
  const onPull = { on: PULL }

  test.each<[string, string, Partial<CommentObservation>, Partial<CommandInput>, string | undefined]>([
    [
      'a closed issue',
      'hold',
      {},
      closed,
      'the issue is closed, so hold is not carried out; open it again first.',
    ],
    [
      'a locked issue',
      'hold',
      {},
      locked,
      'the conversation of the issue is locked, so hold is not carried out.',
    ],
    ['a question on a closed issue', 'status', {}, closed, '### Where this task stands'],
    ['a question on a locked issue', 'help', {}, locked, '### Commands'],
    [
      'a closed pull request',
      'approve',
      onPull,
      shut,
      'this pull request is closed, so approve is not carried out here.',
    ],
    ['for pull requests only', 'rebase', {}, {}, 'rebase belongs on a pull request of this task.'],
    ['for issues only', 'budget 5', { ...onPull, ...by('ada') }, {}, 'budget belongs on the issue.'],
    [
      'an approval without a commit',
      'approve',
      onPull,
      {},
      `an approval names the commit that was looked at; for the head as it is now: /baton approve ${HEAD}.`,
    ],
    [
      'an approval of an old commit',
      `approve ${OLD}`,
      onPull,
      {},
      `${OLD} is not the head of this pull request; the head is ${HEAD}.`,
    ],
    ['an approval of the head', `approve ${HEAD}`, onPull, {}, undefined],
    [
      'an approval of a commit of nothing',
      `approve ${OLD}`,
      {},
      shut,
      `${OLD} is not the head of an open pull request of this task.`,
    ],
    ['a rejection on a pull request', 'reject it is slower', onPull, {}, undefined],
    [
      'lifting what is not frozen',
      'unfreeze src/a.ts',
      by('ada'),
      {},
      'src/a.ts is not frozen by a command here; nothing is.',
    ],
    ['a retry of what is held', 'hold\n/baton retry', {}, {}, 'the task is held; /baton resume comes first.'],
  ])('%s', (_name, body, comment, change, words) => {
    const { replies } = state([says(`/baton ${body}`, comment)], change)
    expect(replies).toHaveLength(1)
    if (words === undefined) expect(replies[0]).not.toHaveProperty('body')
    else expect(replies[0]?.body).toContain(words)
  })

  test('an edited comment is reported once and not read', () => {
    const edited = says('/baton hold\n/baton stop\n/baton nope', { edited: true })
    const { desired, replies } = state([edited])
    expect(desired).toEqual(nothingDesired())
    expect(replies).toHaveLength(1)
    expect(replies[0]?.body).toContain(
      '- a comment that was edited is not read for commands; write a new one.',
    )
    expect(replies[0]?.body).toContain('Nothing was changed.')
  })

  test('an edited comment without commands, and any other talk, is left alone', () => {
    expect(state([says('hello'), says('hello again', { edited: true })]).replies).toEqual([])
  })
})
