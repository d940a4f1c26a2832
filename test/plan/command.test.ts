// `baton plan` as people run it.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { baton, scratch } from '../cli/support.ts'
import { planText } from './support.ts'

const { dir, remove } = scratch()
afterAll(remove)
beforeAll(() => {
  mkdirSync(join(dir, 'plans'))
  mkdirSync(join(dir, 'empty'))
  writeFileSync(join(dir, 'plans', 'plan-1.md'), planText())
  writeFileSync(join(dir, 'plans', 'README.md'), '# Not a plan\n')
  writeFileSync(join(dir, 'broken.md'), planText({ orchestrator: 'orchestrator: implmenter' }))
})

/** A few only: what the command prints is tested in process. */
describe.concurrent('baton plan', () => {
  it.each<[args: string[], exitCode: number, stdout: RegExp, stderr: RegExp]>([
    [['check', 'plans', '--pack', 'asa-swarm'], 0, /^1 plan, 2 waves, 0 problems\n$/, /^$/],
    [
      ['check', 'broken.md', '--pack', 'asa-swarm'],
      1,
      /broken\.md:4 orchestrator: .*did you mean `implementer`\?\n[^]*1 problem\n$/,
      /^$/,
    ],
    [['check', 'broken.md', 'empty'], 1, /^$/, /there is no plan in .*empty\n  → give Markdown files/],
    [['graph', 'plans', '--format', 'svg'], 0, /^<svg [^]*<\/svg>\n$/, /^$/],
    [['graph', 'plans', '--format', 'png'], 1, /^$/, /Allowed choices are mermaid, svg, json/],
  ])('%j', async ([verb = '', ...rest], exitCode, stdout, stderr) => {
    const here = (arg: string): string => (/^(plans|broken|empty)/.test(arg) ? join(dir, arg) : arg)
    const ended = await baton(['plan', verb, ...rest.map(here)], { dir })
    expect(ended.stdout).toMatch(stdout)
    expect(ended.stderr).toMatch(stderr)
    expect(ended.exitCode).toBe(exitCode)
  })
})
