// The workflows that Baton installs, executed by the local runner on the scenario project; and what they must never do.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { WorkflowResult } from '../../src/domain/results.ts'
import { parseWorkflow } from '../../src/rehearsal/runner/workflow.ts'
import { startStandIn, type FinishedRun, type StandIn } from '../runner/stand-in.ts'

const REPOSITORY = join(import.meta.dirname, '../..')
const TARGET = join(REPOSITORY, 'templates/target')
const SCENARIO = join(REPOSITORY, 'src/rehearsal/scenarios/asa-swarm')
const workflowPath = (kind: string): string => `.github/workflows/baton-${kind}.yml`
const text = (kind: string): string => readFileSync(join(TARGET, workflowPath(kind)), 'utf8')

describe.each(['validate', 'benchmark'])('baton-%s.yml', (kind) => {
  const workflow = parseWorkflow(workflowPath(kind), text(kind))
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps)

  test('has the inputs, the title and the rights that were agreed', () => {
    expect(Object.keys(workflow.on.workflow_dispatch?.inputs ?? {})).toEqual([
      'sha',
      'base_sha',
      'nonce',
      'plan',
      'runner',
    ])
    expect(workflow['run-name']).toBe(`baton-${kind} \${{ inputs.nonce }}`)
    expect(workflow.permissions).toEqual({ contents: 'read' })
    expect(Object.keys(parse(text(kind)).on)).toEqual(['workflow_dispatch'])
    expect(JSON.stringify(workflow.concurrency)).toContain('inputs.sha')
    for (const job of Object.values(workflow.jobs)) expect(job['timeout-minutes']).toBeGreaterThan(0)
  })

  test('never puts an expression into a script, nor leaves credentials behind', () => {
    for (const step of steps) {
      expect(step.run ?? '').not.toContain('${{')
      if (step.uses?.startsWith('actions/checkout@')) expect(step.with['persist-credentials']).toBe('false')
    }
    expect(text(kind)).not.toMatch(/secrets\.|github\.token/)
  })
})

describe('on the scenario project', () => {
  let forge: StandIn
  let base: string
  let head: string
  beforeAll(async () => {
    forge = await startStandIn()
    forge.commitFrom(TARGET)
    base = forge.commitFrom(join(SCENARIO, 'project'))
    head = forge.commitFrom(join(SCENARIO, 'patches/round-1'))
    await forge.start()
  })
  afterAll(() => forge.close())

  const dispatch = (kind: string, inputs: Record<string, string>): Promise<FinishedRun> =>
    forge.finished(
      forge.enqueue(workflowPath(kind), text(kind), {
        sha: head,
        base_sha: base,
        nonce: 'nonce-abcdef',
        plan: '',
        ...inputs,
      }),
    )
  const planOf = (run: string, report: string, rounds = 1): string =>
    JSON.stringify({ setup: [], rounds, commands: [{ name: 'it', run, report }] })
  const resultOf = (run: FinishedRun): WorkflowResult =>
    WorkflowResult.parse(JSON.parse(run.artifacts['baton-result']?.['baton-result.json'] ?? 'null'))

  test('validate runs its tests and hands back the counts', async () => {
    const run = await dispatch('validate', { plan: planOf('node --test --test-reporter=tap', 'tap') })
    expect(run.conclusion).toBe('success')
    expect(run.title).toBe('baton-validate nonce-abcdef')
    const result = resultOf(run)
    expect(result).toMatchObject({ kind: 'validate', nonce: 'nonce-abcdef', headSha: head, baseSha: base })
    expect(result.tests).toMatchObject({ failed: 0, skipped: 0, failures: [] })
    expect(result.tests?.passed).toBe(result.tests?.total)
    expect(result.tests?.total).toBeGreaterThan(10)
  })

  test('benchmark measures base and head in turn', async () => {
    const run = await dispatch('benchmark', { plan: planOf('node bench/attention.mjs', 'baton-json', 3) })
    expect(run.conclusion).toBe('success')
    const [metric] = resultOf(run).benchmarks
    expect(metric).toMatchObject({ metric: 'attention.ms', unit: 'ms', better: 'lower' })
    expect(metric?.baseline).toHaveLength(3)
    expect(metric?.candidate).toHaveLength(3)
  })

  test('a failing command fails the job after its result was handed back', async () => {
    const run = await dispatch('validate', { plan: planOf('exit 5', 'none') })
    expect(run.conclusion).toBe('failure')
    expect(resultOf(run).steps[0]?.exitCode).toBe(5)
  })

  test('a SHA that is not there fails the job without a result', async () => {
    const run = await dispatch('validate', { sha: 'f'.repeat(40), plan: planOf('true', 'none') })
    expect(run.conclusion).toBe('failure')
    expect(run.artifacts).toEqual({})
  })

  test('the tools come from the default branch, whatever the candidate put in their place', async () => {
    forge.commit({ '.github/baton/measure.mjs': 'console.log("FORGED"); process.exit(0)' })
    const forged = forge.commit({ 'note.txt': 'x' })
    forge.commitFrom(TARGET)
    const run = await dispatch('validate', {
      sha: forged,
      plan: planOf('cat .github/baton/measure.mjs', 'none'),
    })
    expect(resultOf(run).headSha).toBe(forged)
    expect(resultOf(run).steps[0]?.outputTail).toContain('FORGED')
  })

  // A bad SHA fails in the checkout, so the rows are as many as the places where an input is used.
  test.each<[string, Record<string, string>]>([
    ['command substitution', { nonce: '$(touch MARK)', base_sha: '$(touch MARK)', plan: '$(touch MARK)' }],
    [
      'quotes and separators',
      { nonce: '"; touch MARK; "', base_sha: "'; touch MARK; '", plan: '`touch MARK`' },
    ],
    ['lines and expressions', { nonce: 'abcdefgh\ntouch MARK', plan: "${{ format('{0}', github.token) }}" }],
    ['a SHA that is an option', { sha: '--upload-pack=touch MARK' }],
    ['a SHA that is a command', { sha: "main'; touch MARK; '" }],
  ])('an input cannot carry a command: %s', async (_, hostile) => {
    const file = join(forge.root, 'pwned')
    const inputs = Object.entries(hostile).map(([name, value]) => [name, value.replace('MARK', file)])
    const run = await dispatch('validate', { plan: planOf('true', 'none'), ...Object.fromEntries(inputs) })
    expect(run.conclusion).toBe('failure')
    expect(existsSync(file)).toBe(false)
    expect(run.artifacts).toEqual({})
  })

  test.each([
    ['"ubuntu-latest"', ['ubuntu-latest']],
    ['["self-hosted", "linux"]', ['self-hosted', 'linux']],
  ])('runs on %s', async (runner, labels) => {
    const run = await dispatch('validate', { runner, plan: planOf('true', 'none') })
    expect(run.conclusion).toBe('success')
    expect(run.job.labels).toEqual(labels)
  })

  test.each(['ubuntu-latest', '{"a":1}', '[]', '5', ''])('a runner of %j is refused', async (runner) => {
    const run = await dispatch('validate', { runner, plan: planOf('true', 'none') })
    expect(run.conclusion).toBe('failure')
    expect(run.log).toMatch(/runs-on is|not JSON/)
  })
})
