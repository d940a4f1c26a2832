// What is on record of a wave, as its hand-off document.

import { describe, expect, it } from 'vitest'
import { waveHandoff } from '../../src/domain/handoff/wave.ts'
import { handoffProblems, type Handoff } from '../../src/domain/handoff/handoff.ts'
import type { BareSnapshot, RunRecord, Snapshot } from '../../src/domain/snapshot.ts'
import type { RouteWave } from '../../src/domain/roster/route.ts'
import { routedOf } from '../../src/domain/stages/routing.ts'
import {
  agent,
  agreed,
  at,
  done,
  failed,
  HEAD,
  MAIN,
  opened,
  pack,
  policy,
  pull,
  result,
  sha,
  validation,
  wave,
} from '../domain/support.ts'

const decided = done('orchestrator', 'synthesise', {
  headSha: HEAD,
  value: { dissent: ['The critic would split it.'], followUps: ['Measure on ARM.'] },
})
const merged: BareSnapshot = {
  ...agreed,
  runs: [...agreed.runs, decided],
  waves: [wave({ pull: pull({ state: 'merged', mergeSha: sha('c') }) })],
}

function documentOf(bare: BareSnapshot, index = 2, more: { to?: string; note?: string } = {}): Handoff {
  const snapshot: Snapshot = { ...bare, policy: policy(), pack }
  const { waves } = routedOf(snapshot).record
  const meant = waves.find((one): one is RouteWave => one.index === index)
  if (meant === undefined) throw new Error(`the route has no wave ${index}`)
  const { to, note } = more
  const document = waveHandoff({
    snapshot,
    waves,
    wave: meant,
    ...(to === undefined ? {} : { to: { agent: agent(to), by: 'grace', note } }),
  })
  expect(handoffProblems(document)).toEqual([])
  return document
}
type Section = 'done' | 'open' | 'risks' | 'next'
const said = (document: Handoff, section: Section): string[] =>
  document[section].map(({ from, text }) => `${from ?? ''}: ${text}`)
const withRuns = (...runs: readonly RunRecord[]): BareSnapshot => ({
  ...merged,
  runs: [...merged.runs, ...runs],
})

describe('a wave that is merged', () => {
  it('says what was done, by whom, and where it went', () => {
    const document = documentOf(merged)
    expect(document.of).toMatchObject({ ended: 'merged', wave: 2, by: ['implementer'] })
    expect(said(document, 'done')).toEqual(['implementer, attempt 1: Sparse kernel: done'])
    expect(said(document, 'next')).toEqual([': nothing of this task waits for it'])
  })

  it('rests on the pull request, the recorded runs and figures, and the verdicts', () => {
    expect(documentOf(merged).evidence).toEqual([
      { kind: 'pull', number: 8, sha: HEAD, merged: sha('c') },
      {
        kind: 'validation',
        of: 'validate',
        sha: HEAD,
        run: '100',
        says: 'linux-x64: every command succeeded, 12 of 12 tests passed',
      },
      {
        kind: 'validation',
        of: 'benchmark',
        sha: HEAD,
        run: '200',
        says: 'linux-x64: every command succeeded',
      },
      { kind: 'measured', says: 'attention.ms: 20 ms → 5 ms, 4× over 10 paired samples' },
      ...['critic', 'benchmarker', 'researcher'].map((seat) => ({
        kind: 'verdict',
        seat,
        sha: HEAD,
        position: 'approve',
      })),
    ])
  })

  const finding = { path: 'src/a.mjs', line: 3, severity: 'minor' as const, message: 'say why' }
  it.each<[string, RunRecord[], Section, string]>([
    [
      'a finding that was left as minor',
      [done('critic', 'review', { headSha: HEAD, attempt: 2, value: { findings: [finding] } })],
      'open',
      'critic: src/a.mjs:3 (minor) say why',
    ],
    ['what the decision leaves to others', [], 'open', 'the decision: Measure on ARM.'],
    [
      'remarks of the author',
      [
        done('implementer', 'implement', {
          attempt: 2,
          commit: HEAD,
          value: { notes: ['ids stay 32 bits'] },
        }),
      ],
      'open',
      'implementer: ids stay 32 bits',
    ],
    ['dissent that was kept', [], 'risks', 'the decision: The critic would split it.'],
    [
      'an objection that was outvoted',
      [
        done('critic', 'review', {
          headSha: HEAD,
          attempt: 2,
          value: { position: 'request_changes', summary: 'too wide' },
        }),
      ],
      'risks',
      'critic: request_changes: too wide',
    ],
    [
      'a blocker that was met on the way',
      [failed('implementer', 'implement', { kind: 'blocked', blocked: 'No data.', needs: 'Data.' }, 2)],
      'risks',
      'implementer, attempt 2: was blocked: No data. It needed: Data.',
    ],
    [
      'a breach that was refused',
      [failed('implementer', 'implement', { kind: 'breach', what: ['git push'] }, 2)],
      'risks',
      'implementer, attempt 2: a breach was refused: git push',
    ],
    [
      'another round that was asked for',
      [
        done('implementer', 'implement', {
          attempt: 2,
          commit: HEAD,
          value: { next: [{ agent: agent('benchmarker'), task: 'measure on ARM' }] },
        }),
      ],
      'next',
      'implementer: benchmarker: measure on ARM',
    ],
  ])('keeps %s', (_, runs, section, line) => {
    expect(said(documentOf(withRuns(...runs)), section)).toContain(line)
  })

  it.each<[string, RunRecord[]]>([
    [
      'on a head that is no more',
      [done('critic', 'review', { headSha: MAIN, value: { findings: [finding] } })],
    ],
    [
      'that the same seat took back',
      [
        done('critic', 'review', { headSha: HEAD, attempt: 2, value: { findings: [finding] } }),
        done('critic', 'review', { headSha: HEAD, attempt: 3 }),
      ],
    ],
    [
      'of another wave',
      [done('critic', 'review', { headSha: HEAD, wave: 5, value: { findings: [finding] } })],
    ],
  ])('leaves out a finding %s', (_, runs) => {
    expect(said(documentOf(withRuns(...runs)), 'open').join()).not.toContain('say why')
  })

  it('says which tests were skipped', () => {
    const tests = { total: 12, passed: 10, failed: 0, skipped: 2, failures: [] }
    const validations = [validation('validate', { result: result({ tests }) })]
    expect(documentOf({ ...merged, validations }).evidence[1]).toMatchObject({
      says: 'linux-x64: every command succeeded, 10 of 12 tests passed, 2 skipped',
    })
  })

  it('by people alone still says what it was', () => {
    const alone = { ...merged, runs: at.triaged.runs, validations: [] }
    expect(said(documentOf(alone), 'done')).toEqual(['pull request: Sparse kernel'])
  })
})

describe('a wave that reported', () => {
  const report = done('researcher', 'research', {
    value: {
      findings: [{ title: 'Twice', detail: 'It is done twice.', sources: ['src/a.mjs', 'src/a.mjs'] }],
      risks: ['The order counts.'],
    },
  })
  it('hands over findings, risks, sources and what it recommends', () => {
    const document = documentOf({ ...at.researched, runs: [done('orchestrator', 'triage'), report] }, 1)
    expect(document.of).toMatchObject({ ended: 'reported' })
    expect(said(document, 'done')).toEqual(['researcher: found', 'researcher: Twice: It is done twice.'])
    expect(said(document, 'risks')).toEqual(['researcher: The order counts.'])
    expect(document.evidence).toEqual([{ kind: 'source', says: 'src/a.mjs' }])
    expect(said(document, 'next')).toEqual([
      'researcher recommends: walk the lists',
      ': wave 2: implement by implementer',
    ])
  })

  it('without a source rests on the run that is on record', () => {
    expect(documentOf(at.researched, 1).evidence).toMatchObject([{ kind: 'run', agent: 'researcher' }])
  })
})

describe('a wave in the middle', () => {
  it('says why the last attempt came to nothing, and who goes on', () => {
    const stuck = {
      ...opened,
      runs: [...opened.runs, failed('implementer', 'implement', { kind: 'budget', detail: 'spent' }, 2)],
    }
    const document = documentOf(stuck)
    expect(document.of).toMatchObject({ ended: 'under-way' })
    expect(said(document, 'open')).toEqual(['implementer, attempt 2: budget: spent'])
    expect(said(document, 'next')).toEqual([': implementer goes on with this wave'])
  })

  it('names who it is given to, by whom, and with what words', () => {
    const document = documentOf(opened, 2, { to: 'benchmarker', note: 'the kernel is done' })
    expect(document.of).toMatchObject({ ended: 'handed-over', to: 'benchmarker' })
    expect(said(document, 'next')).toEqual([
      ': benchmarker goes on with this wave, by the word of @grace: the kernel is done',
    ])
  })

  it('that nobody has begun can be handed over all the same', () => {
    expect(documentOf(at.researched, 2, { to: 'benchmarker' })).toMatchObject({ done: [], evidence: [] })
  })
})
