// An experiment run again in a checkout: the same commit, terms and figures, or why not.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recipe, reproduce } from '../../src/cli/reproduce.ts'
import type { ExperimentRecord } from '../../src/domain/experiments/record.ts'
import { experimentsOf } from '../../src/domain/experiments/record.ts'
import { Sha } from '../../src/domain/ids.ts'
import { snapshot } from '../domain/support.ts'
import { experiment, reported } from '../experiments/support.ts'

const dir = mkdtempSync(join(tmpdir(), 'baton-reproduce-'))
const git = (...args: string[]): string =>
  execFileSync('git', ['-C', dir, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
    encoding: 'utf8',
  }).trim()
let recorded: ExperimentRecord
const said = (change: object = {}): string =>
  JSON.stringify({
    experiment: 'no-stemming',
    parameters: { stemming: false },
    seed: 7,
    data: 'sha256:aa',
    baseline: 'word-count',
    metric: 'f1',
    unit: 'ratio',
    better: 'higher',
    value: 0.8,
    ...change,
  })

beforeAll(() => {
  git('init', '-q')
  writeFileSync(join(dir, 'out.txt'), `${said()}\n`)
  git('add', '.')
  git('commit', '-qm', 'Start')
  const [one] = experimentsOf(snapshot().key, [
    reported(experiment('no-stemming', [0.8], { command: 'cat out.txt' })),
  ])
  recorded = { ...one!, sha: Sha.parse(git('rev-parse', 'HEAD')) }
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

test('says how', () => expect(recipe(recorded)).toEqual([`git checkout ${recorded.sha}`, 'cat out.txt']))

test('the same figures are identical, others are compared', () => {
  expect(reproduce(recorded, dir)).toMatchObject({
    identical: true,
    comparison: { metrics: [{ metric: 'f1', before: 0.8, after: 0.8 }] },
  })
  const command = `echo '${said({ value: 0.7 })}'`
  expect(reproduce({ ...recorded, command }, dir)).toMatchObject({
    identical: false,
    comparison: { metrics: [{ metric: 'f1', before: 0.8, after: 0.7 }] },
  })
})

test.each<[string, () => Partial<ExperimentRecord>, RegExp]>([
  [
    'another commit',
    () => ({ sha: Sha.parse('b'.repeat(40)) }),
    /is at [0-9a-f]{40}, the experiment ran on b{40}/,
  ],
  ['a command that fails', () => ({ command: 'exit 3' }), /exit code 3/],
  ['a command that says nothing of it', () => ({ command: 'echo hello' }), /no usable no-stemming/],
  [
    'other data',
    () => ({ command: `echo '${said({ data: 'sha256:bb' })}'` }),
    /other parameters, seed or data/,
  ],
  ['another seed', () => ({ command: `echo '${said({ seed: 8 })}'` }), /other parameters, seed or data/],
])('%s is told', (_, change, expected) => {
  expect(() => reproduce({ ...recorded, ...change() }, dir)).toThrow(expected)
})

test('a changed checkout is not the commit', () => {
  writeFileSync(join(dir, 'out.txt'), `${said({ value: 0.9 })}\n`)
  expect(() => reproduce(recorded, dir)).toThrow(/has changes/)
})
