// GitHub's own parser reads every workflow and action of this repository without a complaint.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { actionErrors, workflowErrors } from '../support/github-parser.ts'

const TOP = join(import.meta.dirname, '../..')

const workflows = ['templates/target/.github/workflows', '.github/workflows'].flatMap((folder) =>
  readdirSync(join(TOP, folder)).map((name) => `${folder}/${name}`),
)
const folder = 'templates/target/.github/actions'
const actions = readdirSync(join(TOP, folder)).map((name) => `${folder}/${name}/action.yml`)
const read = (path: string): string => readFileSync(join(TOP, path), 'utf8')

describe("GitHub's own parser", () => {
  test.each(workflows)('accepts %s', async (path) => {
    expect(await workflowErrors(read(path))).toEqual([])
  })

  test.each(actions)('accepts %s', (path) => {
    expect(actionErrors(read(path))).toEqual([])
  })

  const validate = read('templates/target/.github/workflows/baton-validate.yml')
  test.each([
    ['a context that is not there', 'runs-on: ${{ matrix.', 'runs-on: ${{ runner.'],
    ['an unknown key', 'timeout-minutes:', 'timeout-hours:'],
    ['a broken expression', 'fromJSON(inputs.platforms)', 'fromJSON(inputs.platforms'],
    ['an input of an unknown type', 'type: string', 'type: text'],
    ['no label', /runs-on: .*\n/, ''],
    ['an unknown status function', 'always()', 'whenever()'],
  ])('would refuse %s', async (_, from, to) => {
    expect(validate).not.toBe(validate.replace(from, to))
    expect(await workflowErrors(validate.replace(from, to))).not.toEqual([])
  })

  const measure = read(`${folder}/baton-measure/action.yml`)
  const probe = read(`${folder}/baton-metal-probe/action.yml`)
  test.each([
    ['an unknown runtime', measure, 'node24', 'node25'],
    ['no main file', measure, '  main: index.mjs\n', ''],
    ['a run step without a shell', probe, '      shell: bash\n', ''],
    ['an unknown key', probe, 'outputs:', 'results:'],
  ])('would refuse an action with %s', (_, text, from, to) => {
    expect(text).toContain(from)
    expect(actionErrors(text.replace(from, to))).not.toEqual([])
  })
})
