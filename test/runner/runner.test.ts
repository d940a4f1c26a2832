// The runner against the endpoints over real HTTP: real bash, real git, real artifacts.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { JOB_TOKEN, RUNNER_TOKEN, startStandIn, type StandIn } from './stand-in.ts'

let forge: StandIn
beforeAll(async () => {
  forge = await startStandIn()
  await forge.start()
})
afterAll(() => forge.close())

/** A workflow of one job with these steps and inputs. */
const workflow = (steps: string, options: { job?: string; inputs?: string; top?: string } = {}): string => `
name: test
${options.top ?? ''}
on:
  workflow_dispatch:
    inputs:
${options.inputs ?? '      text: { type: string, default: none }'}
jobs:
  only:
    runs-on: self-hosted
${options.job ?? ''}
    steps:
${steps.replaceAll(/^/gm, '      ')}
`

/** Whether a process still does anything; one that waits for its parent's notice (a zombie) does not. */
function alive(pid: number): boolean {
  return existsSync(`/proc/${pid}/stat`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
}

describe('run steps', () => {
  test('hand over outputs, variables and paths, and see the layers of env', async () => {
    const run = await forge.run(
      workflow(
        `
- id: first
  run: |
    echo "one=1" >> "$GITHUB_OUTPUT"
    printf 'many<<END\\na\\nb\\nEND\\n' >> "$GITHUB_OUTPUT"
    echo "LATER=from-first" >> "$GITHUB_ENV"
    mkdir -p "$RUNNER_TEMP/bin" && printf '#!/bin/sh\\necho tool ran\\n' > "$RUNNER_TEMP/bin/tool" && chmod +x "$RUNNER_TEMP/bin/tool"
    echo "$RUNNER_TEMP/bin" >> "$GITHUB_PATH"
- env: { LAYER: step, OWN: "\${{ steps.first.outputs.one }}", MANY: "\${{ toJSON(steps.first.outputs.many) }}" }
  run: |
    echo "layer=$LAYER own=$OWN job=$JOB top=$TOP later=$LATER"
    echo "many=$MANY outcome=\${{ steps.first.outcome }} own=\${{ env.OWN }}"
    tool
- run: echo "ci=$CI repository=$GITHUB_REPOSITORY event=$GITHUB_EVENT_NAME run=$GITHUB_RUN_ID os=$RUNNER_OS"
`,
        { top: 'env: { TOP: top, LAYER: top }', job: '    env: { JOB: job, LAYER: job }' },
      ),
    )
    expect(run.conclusion).toBe('success')
    expect(run.log).toContain('layer=step own=1 job=job top=top later=from-first')
    expect(run.log).toContain('many="a\\nb" outcome=success own=1')
    expect(run.log).toContain('tool ran')
    expect(run.log).toMatch(/ci=true repository=acme\/widgets event=workflow_dispatch run=\d+ os=\w+/)
    expect(run.job.steps.map((step) => step.conclusion)).toEqual(['success', 'success', 'success'])
  })

  test('fail on the first failing command, also in a pipe; conditions decide what still runs', async () => {
    const run = await forge.run(
      workflow(`
- { name: pipe, run: "false | true; echo not reached" }
- { name: skipped, run: echo never }
- { name: on failure, if: failure(), run: "echo job is \${{ job.status }}" }
- { name: always, if: always(), run: echo always }
- { name: no match, if: "always() && inputs.text == 'x'", run: echo never }
`),
    )
    expect(run.conclusion).toBe('failure')
    expect(run.job.steps.map((step) => step.conclusion)).toEqual([
      'failure',
      'skipped',
      'success',
      'success',
      'skipped',
    ])
    expect(run.log).not.toMatch(/not reached|never/)
    expect(run.log).toContain('job is failure')
    expect(run.log).toContain('exit code 1')
  })

  test('continue-on-error keeps the job going and the outcome known', async () => {
    const run = await forge.run(
      workflow(`
- { id: bad, run: exit 3, continue-on-error: true }
- run: echo "\${{ steps.bad.outcome }}/\${{ steps.bad.conclusion }}"
`),
    )
    expect(run.conclusion).toBe('success')
    expect(run.log).toContain('failure/success')
  })

  test('see neither the environment of this process nor the token', async () => {
    process.env['BATON_TEST_SECRET'] = 'must-not-be-seen'
    const run = await forge.run(workflow(`- run: env`))
    delete process.env['BATON_TEST_SECRET']
    expect(run.log).not.toContain('must-not-be-seen')
    expect(run.log).not.toContain(JOB_TOKEN)
    expect(run.log).not.toContain('TOKEN=')
  })
})

describe('limits', () => {
  test('a step over its time is ended with everything it started, and always() still runs', async () => {
    const run = await forge.run(
      workflow(`
- timeout-minutes: 0.02
  run: |
    setsid bash -c 'echo $$ > "$GITHUB_WORKSPACE/pid"; sleep 300' &
    while [ ! -s pid ]; do sleep 0.01; done
    echo "pid=$(cat pid)"
    sleep 300
- { if: always(), run: echo still here }
`),
    )
    expect(run.conclusion).toBe('failure')
    expect(run.log).toContain('the step was ended after 0.02 minutes')
    expect(run.log).toContain('still here')
    const pid = Number(/pid=(\d+)/.exec(run.log)?.[1])
    expect(pid).toBeGreaterThan(1)
    if (process.platform === 'linux') await expect.poll(() => alive(pid)).toBe(false)
  })

  test('a job over its time is cancelled', async () => {
    const run = await forge.run(
      workflow(
        `
- run: sleep 300
- run: echo never
`,
        { job: '    timeout-minutes: 0.005' },
      ),
    )
    expect(run.conclusion).toBe('cancelled')
    expect(run.log).not.toContain('never')
  })

  test('nothing of a job stays on disk', async () => {
    await forge.run(workflow(`- run: mkdir -p deep/er && touch deep/er/file && chmod 500 deep/er`))
    expect(readdirSync(join(forge.root, 'work'))).toEqual([])
  })
})

describe('log', () => {
  test('hides secrets, drops ANSI codes, keeps groups', async () => {
    const run = await forge.run(
      workflow(`
- env: { MINE: "\${{ github.token }}" }
  run: |
    echo "::group::my group"
    echo "token is $MINE and \${MINE:0:10}"
    echo "::endgroup::"
    printf '\\033[31mred\\033[0m text\\n'
    echo "::add-mask::hunter22"
    echo "password hunter22"
    echo "::stop-commands::enough"
    echo "::add-mask::plain-text"
    echo "::enough::"
    echo "still plain-text"
    printf 'no newline at the end'
`),
    )
    expect(run.conclusion).toBe('success')
    expect(run.log).toContain('::group::my group\n')
    expect(run.log).toContain('token is *** and ghs_tokenO')
    expect(run.log).not.toContain(JOB_TOKEN)
    expect(run.log).toContain('red text')
    expect(run.log).not.toContain('\u001b')
    expect(run.log).toContain('password ***')
    expect(run.log).toContain('still plain-text')
    expect(run.log).toContain('no newline at the end\n')
  })

  test('says plainly what it is', async () => {
    const text = workflow(`- uses: actions/setup-node@v5`).replace(
      'runs-on: self-hosted',
      'runs-on: ubuntu-latest',
    )
    const run = await forge.run(text)
    expect(run.log).toContain('not GitHub-hosted')
    expect(run.log).toContain('stands in for ubuntu-latest')
    expect(run.log).toContain(`uses the Node it runs on, ${process.version}`)
  })
})

describe('what it cannot do fails by name', () => {
  test.each([
    ['an action', '- uses: docker/build-push-action@v6', /no action docker\/build-push-action@v6/],
    [
      'a local action that is not there',
      '- uses: ./.github/actions/x',
      /no action\.yml in \.\/\.github\/actions\/x/,
    ],
    [
      'an input of an action',
      '- { uses: actions/checkout@v5, with: { lfs: true } }',
      /actions\/checkout with lfs/,
    ],
    [
      'another repository',
      '- { uses: actions/checkout@v5, with: { repository: evil/other } }',
      /only, not evil\/other/,
    ],
    ['a path outside', '- { uses: actions/checkout@v5, with: { path: ../../out } }', /outside the workspace/],
    [
      'a ref that is an option',
      '- { uses: actions/checkout@v5, with: { ref: "--upload-pack=touch pwned" } }',
      /is not a branch, tag or SHA/,
    ],
    ['a missing ref', '- { uses: actions/checkout@v5, with: { ref: no-such-branch } }', /git fetch failed/],
    ['a foreign token', '- { uses: actions/checkout@v5, with: { token: wrong } }', /git fetch failed/],
    ['a working directory outside', '- { run: pwd, working-directory: / }', /outside the workspace/],
    ['an unknown function', "- run: echo ${{ hashFiles('x') }}", /unknown function hashFiles\(\)/],
    ['an unknown context', '- run: echo ${{ matrix.os }}', /unknown context matrix/],
    ['a broken condition', '- { if: "1 +", run: echo }', /cannot read "\+"/],
    [
      'a bad artifact name',
      '- { uses: actions/upload-artifact@v5, with: { name: a/b, path: x } }',
      /no artifact name/,
    ],
    [
      'a missing artifact',
      '- { uses: actions/upload-artifact@v5, with: { path: x, if-no-files-found: error } }',
      /no file matches x/,
    ],
    ['a reserved variable', '- run: echo NODE_OPTIONS=--x >> "$GITHUB_ENV"', /may not set NODE_OPTIONS/],
    ['a broken output', '- run: echo nonsense >> "$GITHUB_OUTPUT"', /cannot read "nonsense"/],
    [
      'an artifact outside',
      '- run: ln -s /etc/hostname leak\n- { uses: actions/upload-artifact@v5, with: { path: leak } }',
      /leads out of the workspace/,
    ],
    ['another shell', '- { run: ls, shell: pwsh }', /the shell bash only/],
    ['both run and uses', '- { run: ls, uses: actions/checkout@v5 }', /needs either run or uses/],
  ])('%s', async (_, steps, message) => {
    const run = await forge.run(workflow(steps))
    expect(run.conclusion).toBe('failure')
    expect(run.log).toMatch(message)
  })

  test.each([
    ['broken YAML', 'name: [', /test\.yml: /],
    ['no dispatch', 'on: push\njobs: {}', /test\.yml: /],
    [
      'two jobs',
      `${workflow('- run: ls')}  second:\n    runs-on: self-hosted\n    steps: [{ run: ls }]\n`,
      /workflows of one job/,
    ],
    [
      'a list as runs-on',
      workflow('- run: ls').replace('runs-on: self-hosted', 'runs-on: ${{ fromJSON(\'{"a":1}\') }}'),
      /not a label/,
    ],
  ])('a workflow with %s', async (_, text, message) => {
    const run = await forge.run(text)
    expect(run.conclusion).toBe('failure')
    expect(run.log).toMatch(message)
  })

  test('an input that the workflow does not declare', async () => {
    const run = await forge.run(workflow('- run: ls'), { other: 'x' })
    expect(run.conclusion).toBe('failure')
    expect(run.log).toContain('has no input other')
  })
})

describe('checkout and artifacts', () => {
  test('fetches a branch, a SHA and a part of the tree; credentials stay only when asked to', async () => {
    const old = forge.commit({ 'a.txt': 'old', 'part/in.txt': 'in', 'rest/out.txt': 'out' })
    forge.commit({ 'a.txt': 'new' })
    const run = await forge.run(
      workflow(`
- { uses: actions/checkout@v5, with: { path: latest, fetch-depth: 0, persist-credentials: false } }
- { uses: actions/checkout@v5, with: { path: old, ref: ${old} } }
- { uses: actions/checkout@v5, with: { path: sparse, ref: main, sparse-checkout: part, persist-credentials: false } }
- run: |
    echo "latest=$(cat latest/a.txt) old=$(cat old/a.txt) depth=$(git -C old rev-list --count HEAD)"
    test "$(git -C latest rev-list --count HEAD)" -gt 1
    echo "sparse=$(find sparse -name '*.txt' | sort | tr '\\n' ' ')"
    git -C latest config --get-regexp extraheader && exit 1
    git -C old config --get-regexp extraheader
`),
    )
    expect(run.log).toContain('latest=new old=old depth=1')
    expect(run.log).toContain('sparse=sparse/a.txt sparse/part/in.txt')
    expect(run.log).toContain('extraheader AUTHORIZATION: basic ***')
    expect(run.conclusion).toBe('success')
  })

  test('zips files with their paths below the deepest common directory', async () => {
    const run = await forge.run(
      workflow(`
- run: mkdir -p out/deep && echo one > out/one.txt && echo two > out/deep/two.txt && echo skip > out/skip.log
- uses: actions/upload-artifact@v5
  with:
    name: several
    path: |
      out/**/*.txt
- { uses: actions/upload-artifact@v5, with: { name: all, path: out } }
- { uses: actions/upload-artifact@v5, with: { name: none, path: nothing } }
`),
    )
    expect(run.conclusion).toBe('success')
    expect(run.artifacts['several']).toEqual({ 'one.txt': 'one\n', 'deep/two.txt': 'two\n' })
    expect(Object.keys(run.artifacts['all'] ?? {}).sort()).toEqual(['deep/two.txt', 'one.txt', 'skip.log'])
    expect(run.artifacts['none']).toBeUndefined()
  })
})

describe('the life of a run', () => {
  test('is reported step by step, with the title first', async () => {
    const text = workflow('- { name: one, run: echo 1 }\n- { name: two, run: echo 2 }', {
      top: 'run-name: hello ${{ inputs.text }}',
    })
    const id = forge.enqueue('.github/workflows/test.yml', text, { text: 'world ${{ github.sha }}' })
    const run = await forge.finished(id)
    expect(run.title).toBe('hello world ${{ github.sha }}')
    const states = forge
      .updates(id)
      .map((update) => update.jobs?.[0]?.steps.map((step) => step.status[0]).join('') ?? '')
    expect(states[0]).toBe('qq')
    expect(states).toContain('iq')
    expect(states).toContain('ci')
    expect(states.at(-1)).toBe('cc')
  })

  test('a label that no runner has leaves the run queued', async () => {
    const text = workflow('- run: echo never').replace(
      'runs-on: self-hosted',
      'runs-on: [self-hosted, macOS]',
    )
    const id = forge.enqueue('.github/workflows/test.yml', text)
    await expect.poll(() => forge.updates(id)).toEqual([{ status: 'queued' }])
    expect(forge.log.join('\n')).toContain('no runner here has macOS')
  })

  test('stopping ends the job and reports it cancelled', async () => {
    const other = await startStandIn()
    const runner = await other.start()
    const id = other.enqueue(
      '.github/workflows/test.yml',
      workflow('- { name: long, run: "echo begun; sleep 300" }\n- { if: always(), run: echo never }'),
    )
    await expect.poll(() => other.updates(id).at(-1)?.jobs?.[0]?.steps[0]?.status).toBe('in_progress')
    const [run] = await Promise.all([other.finished(id), runner.stop()])
    expect(run.conclusion).toBe('cancelled')
    expect(run.log).not.toContain('never')
    expect(runner.completed).toBe(1)
    await other.close()
  })

  test('a run that is gone for the forge ends its job; the runner goes on', async () => {
    const other = await startStandIn()
    const runner = await other.start()
    other.enqueue('.github/workflows/test.yml', workflow('- run: sleep 300'))
    other.answerUpdatesWith(409)
    await expect.poll(() => runner.completed).toBe(1)
    other.answerUpdatesWith(undefined)
    expect((await other.run(workflow('- run: echo next'))).conclusion).toBe('success')
    await other.close()
  })

  test('a forge that is busy for a moment loses nothing', async () => {
    const other = await startStandIn()
    await other.start()
    other.answerUpdatesWith(503)
    const id = other.enqueue('.github/workflows/test.yml', workflow('- run: echo done'))
    await expect.poll(() => other.log.some((line) => line.includes('was not delivered'))).toBe(true)
    other.answerUpdatesWith(undefined)
    const run = await other.finished(id)
    expect(run.conclusion).toBe('success')
    expect(run.log).toContain('done')
    expect(run.log).not.toContain(RUNNER_TOKEN)
    await other.close()
  })
})
