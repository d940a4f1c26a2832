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

const INPUTS = ['sha', 'base_sha', 'nonce', 'plan', 'platforms']

describe.each(['validate', 'benchmark'])('baton-%s.yml', (kind) => {
  const workflow = parseWorkflow(workflowPath(kind), text(kind))
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps)

  test('has the inputs, the title and the rights that were agreed, dispatched or called', () => {
    const { on } = parse(text(kind))
    expect(Object.keys(on)).toEqual(['workflow_dispatch', 'workflow_call'])
    expect(Object.keys(on.workflow_dispatch.inputs)).toEqual(INPUTS)
    expect(on.workflow_call).toEqual(on.workflow_dispatch)
    expect(workflow['run-name']).toBe(`baton-${kind} \${{ inputs.nonce }}`)
    expect(workflow.permissions).toEqual({ contents: 'read' })
    // One of those that wait would be dropped: requests for several platforms come at once.
    expect(workflow.concurrency).toBeUndefined()
    for (const job of Object.values(workflow.jobs)) {
      expect(job['timeout-minutes']).toBeGreaterThan(0)
      expect(job.permissions).toBeUndefined()
    }
  })

  test('never puts an expression into a script, nor leaves credentials behind', () => {
    for (const step of steps) {
      expect(step.run ?? '').not.toContain('${{')
      if (step.uses?.startsWith('actions/checkout@')) expect(step.with['persist-credentials']).toBe('false')
    }
    expect(text(kind)).not.toMatch(/secrets\.|github\.token/)
  })

  test('refuses forks, and probes, before anything of the candidate is there', () => {
    const names = steps.map((step) => step.uses)
    const candidate = steps.findIndex((step) => step.with['path'] === 'candidate')
    const guard = names.indexOf('./tools/.github/actions/baton-guard')
    expect(guard).toBeGreaterThan(0)
    expect(guard).toBeLessThan(candidate)
    expect(steps[guard]?.if).toBe("runner.environment != 'github-hosted'")
    expect(names.indexOf('./tools/.github/actions/baton-metal-probe')).toBeLessThan(candidate)
    const checkedOut = steps.filter((step) => step.uses?.startsWith('actions/checkout@') === true)
    const foreign = checkedOut.map((step) => step.with['ref'] ?? '').filter((ref) => ref.includes('inputs.'))
    expect(steps[guard]?.with['shas']).toBe(foreign.join(' '))
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
        platforms: platforms('ubuntu-latest'),
        ...inputs,
      }),
    )
  const platforms = (...runners: (string | string[])[]): string =>
    JSON.stringify(runners.map((runner, index) => ({ name: `machine-${index + 1}`, runner, requires: [] })))
  const planOf = (run: string, report: string, rounds = 1): string =>
    JSON.stringify({ setup: [], rounds, commands: [{ name: 'it', run, report }] })
  const resultOf = (run: FinishedRun, platform = 'machine-1'): WorkflowResult =>
    WorkflowResult.parse(
      JSON.parse(run.artifacts[`baton-result-${platform}`]?.['baton-result.json'] ?? 'null'),
    )

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

  test('a command that changes the actions, and what lies around it, changes no result', async () => {
    const evil = 'for f in ../tools/.github/actions/*/*; do echo "console.log(\\"FORGED\\")" > "$f"; done'
    const run = await dispatch('validate', {
      plan: planOf(`${evil}; echo '{}' | tee ../baton-result.json baton-result.json; exit 6`, 'none'),
    })
    expect(run.conclusion).toBe('failure')
    expect(resultOf(run).steps).toMatchObject([{ exitCode: 6 }])
    expect(run.log).not.toContain('FORGED\n')
  })

  test('a command that ends the process that measures leaves no result, not even one of its own', async () => {
    const forged = JSON.stringify({ version: 2, nonce: 'nonce-abcdef' })
    const places = '../baton-result.json baton-result.json "$RUNNER_TEMP/baton-result.json"'
    const run = await dispatch('validate', {
      plan: planOf(`echo '${forged}' | tee ${places}; kill -9 $PPID; sleep 5`, 'none'),
    })
    expect(run.conclusion).toBe('failure')
    expect(run.artifacts).toEqual({})
    expect(run.job.steps.at(-1)).toMatchObject({ name: 'Hand back the result', conclusion: 'skipped' })
  })

  test('a SHA that is not there fails the job without a result', async () => {
    const run = await dispatch('validate', { sha: 'f'.repeat(40), plan: planOf('true', 'none') })
    expect(run.conclusion).toBe('failure')
    expect(run.artifacts).toEqual({})
  })

  test('the tools come from the default branch, whatever the candidate put in their place', async () => {
    forge.commit({ '.github/actions/baton-measure/index.mjs': 'console.log("FORGED"); process.exit(0)' })
    const forged = forge.commit({ 'note.txt': 'x' })
    forge.commitFrom(TARGET)
    const run = await dispatch('validate', {
      sha: forged,
      plan: planOf('cat .github/actions/baton-measure/index.mjs', 'none'),
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

  test('several platforms: a job and an artifact each', async () => {
    const run = await dispatch('validate', {
      platforms: platforms('ubuntu-latest', ['self-hosted', 'linux']),
      plan: planOf('test "$GITHUB_JOB" = validate', 'none'),
    })
    expect(run.jobs.map(({ name, labels }) => [name, labels])).toEqual([
      ['validate (machine-1)', ['ubuntu-latest']],
      ['validate (machine-2)', ['self-hosted', 'linux']],
    ])
    expect(Object.keys(run.artifacts).sort()).toEqual(['baton-result-machine-1', 'baton-result-machine-2'])
    expect(resultOf(run, 'machine-2').platform).toBe('machine-2')
    expect(run.conclusion).toBe('success')
  })

  test('a platform that requires Metal runs nothing here, says why, and does not pass', async () => {
    const metal = JSON.stringify([{ name: 'metal', runner: 'ubuntu-latest', requires: ['metal'] }])
    const run = await dispatch('validate', { platforms: metal, plan: planOf('echo never', 'none') })
    expect(run.conclusion).toBe('failure')
    const result = resultOf(run, 'metal')
    expect(result.steps).toEqual([])
    expect(result.tests).toBeNull()
    expect(result.runner.metal).toMatch(/Metal needs macOS|swiftc|no Metal device/)
    expect(run.log).toContain('::error::this machine has no usable Metal: ')
    expect(run.log).not.toContain('never')
  })

  test.each(['validate', 'benchmark'])(
    '%s: a commit on no branch of the repository is refused',
    async (kind) => {
      const fork = forge.foreign({ 'test/x.test.mjs': '' })
      const run = await dispatch(kind, {
        ...(kind === 'validate' ? { sha: fork } : { base_sha: fork }),
        plan: planOf('echo never', 'none'),
      })
      expect(run.conclusion).toBe('failure')
      expect(run.log).toContain(`::error::${fork} is on no branch of this repository`)
      expect(run.log).not.toContain('Check out the candidate')
      expect(run.artifacts).toEqual({})
    },
  )

  test.each(['ubuntu-latest', '{"a":1}', '[]', '5', ''])('platforms of %j are refused', async (wrong) => {
    const run = await dispatch('validate', { platforms: wrong, plan: planOf('true', 'none') })
    expect(run.conclusion).toBe('failure')
    expect(run.log).toMatch(/the matrix vector platform is|not JSON/)
  })

  test.each(['""', '{"a":1}', '[]', '5'])('a runner of %s is refused', async (runner) => {
    const wrong = `[{"name":"linux","requires":[],"runner":${runner}}]`
    const run = await dispatch('validate', { platforms: wrong, plan: planOf('true', 'none') })
    expect(run.conclusion).toBe('failure')
    expect(run.log).toContain('runs-on is')
  })

  test.each([
    [
      'a name',
      '[{"name":"../x","runner":"ubuntu-latest","requires":[]}]',
      'platform.name: expected lower-case',
    ],
    ['a capability', '[{"name":"x","runner":"ubuntu-latest","requires":["cuda"]}]', 'platform.requires.0: '],
    ['no capabilities', '[{"name":"x","runner":"ubuntu-latest"}]', 'platform.requires: '],
    [
      'something else',
      '[{"name":"x","runner":"ubuntu-latest","requires":[],"run":"ls"}]',
      'Unrecognized key',
    ],
  ])('a platform with %s that is not known is refused by the action', async (_, wrong, message) => {
    const run = await dispatch('validate', { platforms: wrong, plan: planOf('echo never', 'none') })
    expect(run.conclusion).toBe('failure')
    expect(run.log).toContain(message)
    expect(run.artifacts).toEqual({})
  })
})
