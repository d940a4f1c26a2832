// The schema of a plan document: front matter as people write it, and the whole document with the prose of its body.

import { z } from 'zod'
import { Authority } from '../authority/authority.ts'
import { AgentName } from '../ids.ts'
import { field } from '../policy/field.ts'
import { Glob } from '../policy/glob.ts'
import { DEFAULT_PLAN_BRANCH, PlanBranchPattern } from './branch.ts'
import { PlanId, SignalName, WaveKey } from './names.ts'
import { PlanRisk } from './risk.ts'

export const MAX_WAVES = 60
/** Also the largest wave number. */
export const MAX_WAVE_NUMBER = 999
export const MAX_PROSE = 60_000

const line = (max: number) => z.string().trim().min(1).max(max)
const lines = (expected: string, example: string[]) =>
  field(z.array(line(500)).max(30), expected, example).default([])
const WaveNumber = z.int().min(0).max(MAX_WAVE_NUMBER)

const Measured = z
  .strictObject({
    text: field(line(300), 'what must be true at the end, in one line', 'Expressions stay small'),
    metric: field(z.string().regex(/^[\w.-]{1,80}$/), 'the name of a metric', 'expression.bytes').optional(),
    op: field(z.enum(['<=', '>=']), '<= or >=', '<=').optional(),
    value: field(z.number(), 'the figure to keep', 48).optional(),
    unit: field(z.string().trim().min(1).max(20), 'its unit', 'bytes').optional(),
  })
  .refine(
    ({ metric, op, value, unit }) => {
      const given = [metric, op, value].filter((one) => one !== undefined).length
      return given === 3 || (given === 0 && unit === undefined)
    },
    { message: 'metric, op and value go together' },
  )

/** A text stands for itself; with a metric it can be checked against what was measured. */
export const Criterion = z.union([line(300).transform((text) => ({ text })), Measured])
export type Criterion = z.infer<typeof Measured>

/** A function, type or method: `Expression.explain()`, `solver::solve`. */
const SymbolName = z
  .string()
  .regex(/^[\p{L}_$][\p{L}\p{N}_$.:#<>()~-]{0,119}$/u, 'expected the name of something in the code')

export const Freeze = z
  .strictObject({
    paths: field(z.array(Glob).max(50), 'path patterns that may not change', ['src/expression.rs']).default(
      [],
    ),
    symbols: field(z.array(SymbolName).max(50), 'names whose signature may not change', [
      'Expression.explain()',
    ]).default([]),
    days: field(z.int().min(1).max(365), 'for how many days; left out: until it is lifted', 90).optional(),
  })
  .refine((freeze) => freeze.paths.length + freeze.symbols.length > 0, {
    message: 'it freezes nothing: name paths or symbols',
  })
export type Freeze = z.infer<typeof Freeze>

export const PlanWave = z.strictObject({
  wave: field(WaveNumber, 'its number, from 0; wave 0 is by custom an audit', 1),
  title: field(line(200), 'what the wave is about, in one line', 'Baseline and regression analysis'),
  agent: field(
    AgentName,
    'the agent that works on it; left out: the orchestrator of the plan decides',
    'rust-engineer',
  ).optional(),
  purpose: field(z.enum(['implement', 'research']), 'implement or research', 'implement').default(
    'implement',
  ),
  deliverables: lines('what it hands over, one line each', ['Regression report']),
  validations: lines('how it is checked, one line each', ['All four benchmarks run']),
  depends_on: field(
    z.array(z.union([WaveNumber, WaveKey])).max(60),
    'waves that must be complete before: a number of this plan, or a plan and its wave',
    [1, 'plan-2/3'],
  ).optional(),
  waits_for: field(z.array(SignalName).max(20), 'signals that must have been sent before', [
    'plan-2-wave-3-complete',
  ]).default([]),
  signals: field(
    z.array(SignalName).max(20),
    'signals that it sends when it is complete, besides the one of every wave',
    ['explain-api-frozen'],
  ).default([]),
  freezes: field(z.array(Freeze).max(20), 'what may not change from then on, each with paths or symbols', [
    { symbols: ['Expression.explain()'] },
  ]).default([]),
  lifts: field(z.array(WaveKey).max(20), 'waves whose freezes it may change, by consensus', [
    'plan-2/3',
  ]).default([]),
  estimate_hours: field(
    z.number().positive().max(10_000),
    'how many hours it is thought to take',
    16,
  ).optional(),
})
export type PlanWave = z.infer<typeof PlanWave>

const front = {
  plan: field(PlanId, 'the id of the plan: lower-case letters, digits and dashes', 'plan-2'),
  title: field(line(200), 'the name that people see', 'Educational integration'),
  orchestrator: field(AgentName, 'the agent that leads the plan', 'rust-engineer'),
  phase: field(z.int().min(0).max(99), 'the phase of the programme that it belongs to', 2).optional(),
  branch: field(
    PlanBranchPattern,
    "the name of a wave's branch, with {wave}, and {plan}, {agent} or {issue} if wanted",
    'agent-2/educational/wave-{wave}',
  ).default(DEFAULT_PLAN_BRANCH),
  dependencies: field(z.array(PlanId).max(50), 'plans that must be complete before this one starts', [
    'plan-1',
  ]).default([]),
  unblocks: field(z.array(PlanId).max(50), 'plans that wait for this one', ['plan-3']).default([]),
  authority: field(Authority, 'what the plan may do; what is left out is as the grantor has it', {
    paths: { allow: ['src/**'] },
  }).optional(),
  success: field(
    z.array(Criterion).max(50),
    'what must be true at the end: texts, or text with metric, op and value',
    [{ text: 'Expressions stay small', metric: 'expression.bytes', op: '<=', value: 48, unit: 'bytes' }],
  ).default([]),
  risks: field(
    z.array(PlanRisk).max(30),
    'what may go wrong, each with what and contingency; shown on the status board until the plan is complete',
    [{ what: 'The kernel is slower on small inputs', contingency: 'Keep the dense path for them' }],
  ).default([]),
  due: field(
    z.iso.date(),
    'the day at whose end (UTC) it has to be complete, YYYY-MM-DD',
    '2026-12-18',
  ).optional(),
  shape: field(
    z.enum(['sequential', 'parallel']),
    'sequential (a wave follows the one before it) or parallel (only what depends_on says)',
    'sequential',
  ).default('sequential'),
}
const wavesOf = <S extends z.ZodType>(wave: S) =>
  field(z.array(wave).min(1).max(MAX_WAVES), 'the waves, each with wave and title', [
    { wave: 1, title: 'Baseline and regression analysis' },
  ])

/** The front matter. */
export const PlanFile = z.strictObject({ ...front, waves: wavesOf(PlanWave) })
export type PlanFile = z.infer<typeof PlanFile>

const Prose = z.string().max(MAX_PROSE)

/** A plan as the rest of the product sees it: also how it is kept as JSON. */
export const PlanDocument = z.strictObject({
  ...front,
  waves: wavesOf(z.strictObject({ ...PlanWave.shape, prose: Prose })),
  /** The text before the first section of a wave. */
  context: Prose,
  /** What a project analysis wants compared; left out: there was none. */
  experiments: z.strictObject({ baselines: z.array(z.string()), ablations: z.array(z.string()) }).optional(),
})
export type PlanDocument = z.infer<typeof PlanDocument>
export type PlanDocumentWave = PlanDocument['waves'][number]

/** The JSON Schema (draft 2020-12) of the front matter as a person writes it: defaults are optional. */
export const planJsonSchema = (): Record<string, unknown> => ({
  ...z.toJSONSchema(PlanFile, { io: 'input', unrepresentable: 'any' }),
  title: 'Baton plan',
})
