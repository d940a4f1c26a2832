// Experiments as a result tells of them.

import type { Experiment } from '../../src/domain/reports/experiment.ts'
import { result, validation } from '../domain/support.ts'
import type { ValidationRecord } from '../../src/domain/snapshot.ts'

export const experiment = (
  name: string,
  samples: number[],
  change: Partial<Experiment> = {},
): Experiment => ({
  name,
  parameters: { stemming: name !== 'no-stemming' },
  seed: 7,
  data: 'sha256:aa',
  hypothesis: null,
  baseline: name === 'word-count' ? null : 'word-count',
  metrics: [{ metric: 'f1', unit: 'ratio', better: 'higher', samples }],
  artifacts: [],
  command: `node run.mjs --config ${name}`,
  ...change,
})

export const reported = (...experiments: Experiment[]): ValidationRecord =>
  validation('validate', { result: result({ experiments }) })
