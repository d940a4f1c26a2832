// Plans and analyses written and read again are the same.

import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { ProjectAnalysis, renderAnalysis } from '../../src/domain/plan/analysis.ts'
import { analysisToPlan } from '../../src/domain/plan/analysis-to-plan.ts'
import { checkPlan } from '../../src/domain/plan/check-plan.ts'
import { PlanDocument } from '../../src/domain/plan/document.ts'
import { PlanId } from '../../src/domain/plan/names.ts'
import { renderPlan } from '../../src/domain/plan/render-plan.ts'
import { formatProblem } from '../../src/domain/roster/problem.ts'
import type { Pack } from '../../src/domain/roster/pack.ts'
import { parseAnalysis } from '../../src/plans/analysis.ts'
import { readPlan } from '../../src/plans/plan-file.ts'
import { packOf } from './support.ts'

let pack: Pack
beforeAll(async () => {
  pack = await packOf('ml-research')
})

/** Texts on one line that mean something to YAML, Markdown or both, and any characters that YAML can hold. */
const piece = fc.oneof(
  fc.constantFrom(
    ': ',
    '#',
    ' # ',
    '- ',
    '"',
    "'",
    '{',
    '[',
    '&a',
    '*b',
    '!c',
    '|',
    '>',
    '%',
    '@',
    '`',
    '```',
    '---',
    '\\',
  ),
  fc.constantFrom(
    'yes',
    'null',
    '~',
    '1e3',
    '0x1',
    '2026-11-21',
    '<<',
    'a',
    'Wave 3',
    '## Wave 2',
    '\u2028',
    '\u0085',
    '𝒳',
  ),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
)
const text = (max: number) =>
  fc
    .array(piece, { minLength: 1, maxLength: 8 })
    .map((parts) =>
      parts
        .join('')
        .replaceAll(/[\r\n]/g, ' ')
        .trim()
        .toWellFormed()
        .slice(0, max)
        .trim()
        .toWellFormed(),
    )
    .filter((one) => one !== '' && one.length <= max)
const slug = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,12}$/)
const list = <T>(one: fc.Arbitrary<T>, maxLength = 3): fc.Arbitrary<T[]> => fc.array(one, { maxLength })
const key = fc.tuple(slug, fc.nat(99)).map(([plan, wave]) => `${plan}/${wave}`)
const glob = fc.constantFrom('src/**', '*.ts', 'a/{b,c}/?', '@scope/x', '#/y')
/** Several lines, some of which look like sections and fences. */
const prose = fc
  .array(fc.oneof(text(60), fc.constantFrom('', '## Wave 7', '```', '~~~~', '    code', '## Other')), {
    maxLength: 8,
  })
  .map((lines) => lines.join('\n'))

const wave = fc.record(
  {
    title: text(200),
    agent: slug,
    purpose: fc.constantFrom('implement', 'research'),
    deliverables: list(text(500)),
    validations: list(text(500)),
    depends_on: list(fc.oneof(fc.nat(99), key)),
    waits_for: list(slug),
    signals: list(slug),
    freezes: list(
      fc.record(
        {
          paths: fc.array(glob, { minLength: 1, maxLength: 2 }),
          symbols: list(fc.constantFrom('f()', 'A::b')),
          days: fc.integer({ min: 1, max: 365 }),
        },
        { requiredKeys: ['paths'] },
      ),
      2,
    ),
    lifts: list(key),
    estimate_hours: fc.oneof(
      fc.integer({ min: 1, max: 100 }),
      fc.double({ min: 0.01, max: 9999, noNaN: true }),
    ),
    prose,
  },
  { requiredKeys: ['title', 'prose'] },
)
const criterion = fc.oneof(
  text(300).map((one) => ({ text: one })),
  fc.record({
    text: text(300),
    metric: fc.constant('a.b'),
    op: fc.constantFrom('<=', '>='),
    // YAML has no -0.
    value: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    unit: text(20),
  }),
)
const plans = fc
  .record(
    {
      plan: slug,
      title: text(200),
      orchestrator: slug,
      phase: fc.nat(99),
      branch: fc.constantFrom('{plan}/wave-{wave}', 'agent-1/x/{wave}', '{agent}/{issue}-{wave}'),
      dependencies: list(slug),
      unblocks: list(slug),
      authority: fc.constantFrom(
        {},
        { paths: { allow: ['src/**'], deny: [] }, tools: ['Read'], max: { usd: 2 } },
      ),
      success: list(criterion),
      due: fc.option(fc.constantFrom('2026-12-18', '2028-02-29'), { nil: undefined }),
      shape: fc.constantFrom('sequential', 'parallel'),
      waves: fc.array(wave, { minLength: 1, maxLength: 5 }),
      context: prose,
    },
    { requiredKeys: ['plan', 'title', 'orchestrator', 'waves', 'context'] },
  )
  .map((plan) => PlanDocument.parse({ ...plan, waves: plan.waves.map((one, i) => ({ ...one, wave: i })) }))

/** What the body makes of prose that was escaped where it looked like a section. */
const settled = (plan: PlanDocument): PlanDocument => {
  const read = readPlan({ path: 'p.md', text: renderPlan(plan) })
  if ('problems' in read) throw new Error(read.problems.map(formatProblem).join('\n'))
  return read.plan
}

describe('plans', () => {
  it('come back from a file and from an issue', () => {
    fc.assert(
      fc.property(
        plans,
        fc.constantFrom('file' as const, 'issue' as const),
        fc.boolean(),
        (plan, form, windows) => {
          const once = settled(plan)
          const rendered = renderPlan(once, form)
          const read = readPlan({
            path: 'p.md',
            text: windows ? rendered.replaceAll('\n', '\r\n') : rendered,
          })
          if ('problems' in read) throw new Error(read.problems.map(formatProblem).join('\n'))
          expect(read.plan).toEqual(once)
          const keys = (one: PlanDocument): unknown => ({
            ...one,
            context: '',
            waves: one.waves.map((wave) => ({ ...wave, prose: '' })),
          })
          expect(keys(once)).toEqual(keys(plan))
          expect(PlanDocument.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan)
        },
      ),
      { numRuns: 150 },
    )
  })

  it('keep prose where it belongs', () => {
    const [plan] = fc.sample(plans, 1)
    const wild = PlanDocument.parse({
      ...plan,
      context: 'Look:\n```sh\nls',
      waves: [{ wave: 1, title: 'A', prose: '## Wave 9\nText' }],
    })
    const read = settled(wild)
    expect(read.context).toBe('Look:\n```sh\nls\n```')
    expect(read.waves.map((one) => one.prose)).toEqual(['\\## Wave 9\nText'])
  })
})

const word = fc.constantFrom(
  'accuracy',
  'F1 (macro, micro)',
  'BERT-base',
  'a [sub, set] of it',
  'é',
  '2 GPU hours',
  '16 GB',
  'x: y',
  '*not bold*',
)
const phrase = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '))
const analyses = fc.record(
  {
    taskType: phrase,
    dataStatus: phrase,
    compute: phrase,
    approach: phrase,
    checkpoints: phrase,
    remarks: fc.array(
      phrase.map((one) => `Note ${one}`),
      { maxLength: 2 },
    ),
    phases: fc.array(
      fc.record({
        title: fc.constantFrom('Research', 'Data Preparation', 'Training & Evaluation', '2: two'),
        tasks: fc.array(
          fc.record({
            agent: fc.constantFrom('researcher', 'scout', 'data-engineer', 'ml-engineer', 'evaluator'),
            task: phrase,
          }),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    baselines: fc.array(word, { maxLength: 3 }),
    metrics: fc.array(word, { maxLength: 3 }),
    ablations: fc.array(word, { maxLength: 3 }),
  },
  {
    requiredKeys: [
      'taskType',
      'dataStatus',
      'compute',
      'approach',
      'remarks',
      'phases',
      'baselines',
      'metrics',
      'ablations',
    ],
  },
)

describe('analyses', () => {
  it('come back as they were, and make plans without a problem', () => {
    fc.assert(
      fc.property(analyses, fc.constantFrom('\n', '\r\n'), (raw, end) => {
        const first = parseAnalysis(renderAnalysis(ProjectAnalysis.parse(raw)), pack)
        if ('problems' in first) throw new Error(first.problems.map(formatProblem).join('\n'))
        expect(first.analysis).toEqual(raw)
        const again = parseAnalysis(renderAnalysis(first.analysis).replaceAll('\n', end), pack)
        expect('analysis' in again && again.analysis).toEqual(raw)
        const plan = analysisToPlan(first.analysis, pack, { plan: PlanId.parse('plan-9'), title: 'Any' })
        expect(PlanDocument.parse(plan)).toEqual(plan)
        expect(checkPlan(plan, pack)).toEqual([])
        // The experiment plan stands in an analysis only: no plan file has a key for it.
        const { experiments: _, ...written } = plan
        expect(settled(plan)).toEqual(written)
        expect(plan.waves).toHaveLength(raw.phases.flatMap((phase) => phase.tasks).length)
      }),
      { numRuns: 150 },
    )
  })
})
