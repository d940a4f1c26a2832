// The example plans of docs/examples/plans, all together with the pack they are for, through the command's own functions.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import ajvFormats from 'ajv-formats'
import { beforeAll, describe, expect, it } from 'vitest'
import { checkReport, planCommand } from '../../src/cli/plan.ts'
import { planGraph } from '../../src/domain/plan/graph.ts'
import { PlanFile, planJsonSchema } from '../../src/domain/plan/document.ts'
import { renderPlan } from '../../src/domain/plan/render-plan.ts'
import { parsePlans, readPlan } from '../../src/plans/plan-file.ts'
import type { CheckedPlans, PlanInput } from '../../src/plans/plan-file.ts'
import { readPlanText } from '../../src/plans/front-matter.ts'
import { repositoryRoot } from '../roster/support.ts'
import { packOf } from './support.ts'

const dir = join(repositoryRoot, 'docs/examples/plans')
const inputs: PlanInput[] = readdirSync(dir)
  .sort()
  .map((name) => ({ path: name, text: readFileSync(join(dir, name), 'utf8') }))

let checked: CheckedPlans
beforeAll(async () => {
  checked = parsePlans(inputs, await packOf('mathhook'))
})

describe('the example plans', () => {
  it('have no problem, alone or together', () => {
    expect({ problems: checked.problems, notes: checked.notes }).toEqual({ problems: [], notes: [] })
    expect(checkReport(checked, 'mathhook')).toBe('7 plans, 29 waves, 0 problems')
  })

  it('say what the source says', () => {
    const waves = checked.plans.map(({ plan, waves }) => [plan, ...waves.map((wave) => wave.wave)])
    expect(waves).toEqual([
      ['plan-1', 1, 2, 3, 4],
      ['plan-2', 0, 1, 2, 3, 4, 5],
      ['plan-3', 1, 2, 3, 4, 5],
      ['plan-4', 1, 2, 3, 4],
      ['plan-5', 1, 2],
      ['plan-6', 1, 2],
      ['plan-7', 1, 2, 3, 4, 5, 6],
    ])
    const { edges } = planGraph(checked.plans)
    const across = edges.filter(({ why }) => why === 'signal').map(({ from, to }) => `${from} → ${to}`)
    expect(across).toEqual(['plan-2/3 → plan-3/4', 'plan-2/3 → plan-4/3'])
    expect(
      new Set(
        edges.filter(({ from }) => from.startsWith('plan-1/') && !from.endsWith('/1')).map(({ to }) => to),
      ),
    ).toEqual(new Set(['plan-1/3', 'plan-1/4', 'plan-2/0', 'plan-3/1', 'plan-4/1', 'plan-5/1', 'plan-7/1']))
    expect(checked.plans[1]?.waves.find((wave) => wave.wave === 3)?.freezes).toEqual([
      { paths: [], symbols: ['Expression.explain()'] },
    ])
  })

  it.each(inputs)('$path comes back when it is written again, and fits the JSON Schema', ({ path, text }) => {
    const read = readPlan({ path, text })
    if ('problems' in read) throw new Error(path)
    const again = readPlan({ path, text: renderPlan(read.plan, 'issue') })
    expect('plan' in again && again.plan).toEqual(read.plan)
    const ajv = new Ajv2020({ strict: false })
    ajvFormats.default(ajv)
    const validate = ajv.compile(planJsonSchema())
    const raw = readPlanText(path, text)
    expect('source' in raw && validate(raw.source.data) && PlanFile.safeParse(raw.source.data).success).toBe(
      true,
    )
    expect(validate({ plan: 'plan-1' })).toBe(false)
  })

  it('are what the command reads', () => {
    expect(planCommand.commands.map((command) => command.name())).toEqual(['check', 'graph'])
  })
})
