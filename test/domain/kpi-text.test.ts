// Key figures as people read them.

import { expect, test } from 'vitest'
import type { Kpi } from '../../src/domain/kpis/kpi.ts'
import { kpiChange, kpiTable, kpiValue } from '../../src/domain/render/kpis.ts'

test.each<[Kpi['unit'], number | undefined, number | undefined, string, string]>([
  ['ratio', 0.94, 0.91, '94 %', '+3 points'],
  ['ratio', 0.94, 0.95, '94 %', '−1 point'],
  ['ratio', 0.9456, 0.9, '94.6 %', '+4.56 points'],
  ['ratio', 1, 1, '100 %', 'the same'],
  ['ratio', 0, undefined, '0 %', '–'],
  ['ratio', undefined, 0.5, '–', '–'],
  ['seconds', 59, 118, '59 seconds', '−50 %'],
  ['seconds', 7500, undefined, '2 hours 5 minutes', '–'],
  ['rounds', 1.5, 1, '1.5', '+50 %'],
  ['usd', 3.1, 0, '$3.10', 'from 0'],
])('%s %s after %s', (unit, value, before, text, change) => {
  expect([kpiValue({ unit, value }), kpiChange({ unit, value, before })]).toEqual([text, change])
})

test('as a table in Markdown', () => {
  const kpi: Kpi = {
    name: 'cost',
    title: 'Cost',
    value: 2,
    unit: 'usd',
    cases: 7,
    before: 1,
    definition: 'What it cost',
  }
  expect(kpiTable([kpi], 1)).toBe(
    'Of the last 1 day, against as many before.\n\n| Key figure | Value | Change | Cases |\n| --- | ---: | ---: | ---: |\n| Cost | $2.00 | +100 % | 7 |',
  )
})
