// Actions that lie in the workspace: JavaScript and composite ones, and what of their syntax is refused.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startStandIn, type FinishedRun, type StandIn } from './stand-in.ts'

let forge: StandIn
beforeAll(async () => {
  forge = await startStandIn()
  await forge.start()
})
afterAll(() => forge.close())

/** Commits an action at ./act and runs steps after a checkout to `tools`. */
function run(files: Record<string, string>, steps: string): Promise<FinishedRun> {
  forge.commit(Object.fromEntries(Object.entries(files).map(([name, text]) => [`act/${name}`, text])))
  return forge.run(`
name: test
on: { workflow_dispatch: { inputs: { text: { type: string, default: '' } } } }
jobs:
  only:
    runs-on: self-hosted
    steps:
      - uses: actions/checkout@v5
        with: { path: tools, persist-credentials: false }
${steps.replaceAll(/^/gm, '      ')}
`)
}

const head = 'name: it\ndescription: it\n'
const javascript = `${head}inputs: { one: { required: true }, two words: { default: second }, three: {} }
runs: { using: node24, main: dist/main.mjs }
`

describe('a JavaScript action', () => {
  test('gets its inputs, hands over outputs, variables and paths, and runs in the workspace', async () => {
    const { log, conclusion } = await run(
      {
        'action.yml': javascript,
        'dist/main.mjs': `
import { appendFileSync } from 'node:fs'
const { env } = process
console.log('inputs', JSON.stringify(Object.keys(env).filter((name) => name.startsWith('INPUT_')).sort()))
console.log(env.INPUT_ONE, env.INPUT_TWO_WORDS, env.OWN, process.cwd() === env.GITHUB_WORKSPACE, 'TOKEN' in env)
appendFileSync(env.GITHUB_OUTPUT, 'made=by-action\\n')
appendFileSync(env.GITHUB_ENV, 'LATER=from-action\\n')
appendFileSync(env.GITHUB_PATH, env.RUNNER_TEMP + '/bin\\n')
`,
      },
      `- { id: act, uses: ./tools/act, with: { one: "\${{ 'first' }}" }, env: { OWN: own } }
- run: echo "made=\${{ steps.act.outputs.made }} later=$LATER path=\${PATH%%:*} leak=$INPUT_ONE"`,
    )
    expect(log).toContain('inputs ["INPUT_ONE","INPUT_TWO_WORDS"]')
    expect(log).toContain('first second own true false')
    expect(log).toMatch(/made=by-action later=from-action path=\S+\/bin leak=\n/)
    expect(conclusion).toBe('success')
  })

  test('that fails fails its step with what it handed over before', async () => {
    const { log, conclusion } = await run(
      {
        'action.yml': `${head}runs: { using: node24, main: main.mjs }`,
        'main.mjs': `import { appendFileSync } from 'node:fs'
appendFileSync(process.env.GITHUB_OUTPUT, 'made=anyway\\n')
process.exitCode = 3`,
      },
      `- { id: act, uses: ./tools/act }
- { if: always(), run: "echo made=\${{ steps.act.outputs.made }} \${{ steps.act.outcome }}" }`,
    )
    expect(log).toContain('exit code 3')
    expect(log).toContain('made=anyway failure')
    expect(conclusion).toBe('failure')
  })
})

describe('a composite action', () => {
  test('has inputs and steps of its own, its path, and the outputs that it declares', async () => {
    const { log, conclusion } = await run(
      {
        'action.yml': `${head}inputs: { who: { default: nobody } }
outputs: { greeting: { value: "\${{ steps.say.outputs.text }}" }, none: { value: "\${{ steps.no.outputs.x }}" } }
runs:
  using: composite
  steps:
    - { id: say, shell: bash, env: { WHO: "\${{ inputs.who }}" }, run: 'echo "text=hello $WHO" >> "$GITHUB_OUTPUT"; cat "$GITHUB_ACTION_PATH/note"' }
    - { shell: bash, run: "echo \${{ steps.say.outputs.text }} on \${{ runner.os }}; echo 'LATER=x' >> $GITHUB_ENV" }
    - { id: no, if: "inputs.who == 'nobody'", shell: bash, run: echo never }
`,
        note: 'a note beside it\n',
      },
      `- { id: say, run: "echo text=outer >> $GITHUB_OUTPUT" }
- { id: act, uses: ./tools/act, with: { who: ada } }
- run: echo "\${{ steps.act.outputs.greeting }}, \${{ steps.say.outputs.text }}, none=\${{ steps.act.outputs.none }}, $LATER"`,
    )
    expect(log).toContain('a note beside it')
    expect(log).toMatch(/hello ada on (Linux|macOS|Windows)/)
    expect(log).toContain('hello ada, outer, none=, x')
    expect(log).not.toContain('never')
    expect(conclusion).toBe('success')
  })

  test('stops at its first failing step, but for those that ask to run', async () => {
    const { log, conclusion } = await run(
      {
        'action.yml': `${head}runs:
  using: composite
  steps:
    - { shell: bash, run: exit 4 }
    - { shell: bash, run: echo never }
    - { shell: bash, if: always(), run: echo at the end }
`,
      },
      '- uses: ./tools/act',
    )
    expect(conclusion).toBe('failure')
    expect(log).toContain('at the end')
    expect(log).not.toContain('never')
  })
})

describe('what is refused by name', () => {
  test.each<[string, string, string, RegExp]>([
    [
      'an input that it does not have',
      javascript,
      'uses: ./tools/act\n  with: { one: x, four: y }',
      /no input four/,
    ],
    ['a required input that is missing', javascript, 'uses: ./tools/act', /needs the input one/],
    [
      'a post step',
      `${head}runs: { using: node24, main: m.mjs, post: p.mjs }`,
      'uses: ./tools/act',
      /"post"/,
    ],
    ['an older Node', `${head}runs: { using: node20, main: m.mjs }`, 'uses: ./tools/act', /runs\.using/],
    ['a container', `${head}runs: { using: docker, image: x }`, 'uses: ./tools/act', /runs\.using/],
    [
      'an action in a composite one',
      `${head}runs: { using: composite, steps: [{ uses: actions/checkout@v5 }] }`,
      'uses: ./tools/act',
      /run steps only/,
    ],
    [
      'another shell',
      `${head}runs: { using: composite, steps: [{ run: ls, shell: pwsh }] }`,
      'uses: ./tools/act',
      /the shell bash only/,
    ],
    [
      'no shell',
      `${head}runs: { using: composite, steps: [{ run: ls }] }`,
      'uses: ./tools/act',
      /the shell bash only/,
    ],
    ['broken YAML', 'name: [', 'uses: ./tools/act', /\.\/tools\/act: /],
    ['a path out of the workspace', javascript, 'uses: ./../act', /outside the workspace/],
    [
      'a main file outside of it',
      `${head}runs: { using: node24, main: ../../../x.mjs }`,
      'uses: ./tools/act',
      /outside the workspace/,
    ],
  ])('%s', async (_, action, step, message) => {
    const { log, conclusion } = await run({ 'action.yml': action }, `- ${step}`)
    expect(conclusion).toBe('failure')
    expect(log).toMatch(message)
  })
})
