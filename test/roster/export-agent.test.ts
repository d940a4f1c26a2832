// Agents written for Claude Code and GitHub Copilot: what such a file says, what it cannot say, and that nothing else is lost.

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { AgentSpec } from '../../src/domain/roster/agent.ts'
import { ALL_TOOLS } from '../../src/domain/roster/tools.ts'
import { parseAgentFile } from '../../src/roster/agent-file.ts'
import { exportAgent } from '../../src/roster/export-agent.ts'
import { asaSwarm } from './support.ts'

const base = {
  name: 'builder',
  title: 'builder',
  description: 'Builds what the plan asks for.',
  prompt: 'You build things.',
  tools: ['Read', 'Glob', 'Grep', 'Edit', 'Write', 'Bash'],
  unavailableTools: [],
  model: 'sonnet',
  background: false,
  wakeEnabled: false,
  seat: true,
  purposes: ['research', 'implement', 'review'],
  expertise: [],
  intersectsWith: [],
  budget: { maxTurns: null, usd: null },
  source: { file: 'builder.md', format: 'baton', ignoredKeys: [] },
}
const agent = (tweak: object = {}): AgentSpec => AgentSpec.parse({ ...base, ...tweak })

function readAgain({ path, text }: { path: string; text: string }): AgentSpec {
  const read = parseAgentFile({ path, text })
  if ('problems' in read) throw new Error(JSON.stringify(read.problems))
  return read.agent
}

it('writes a Claude Code subagent', () => {
  const written = exportAgent(
    agent({
      description: 'Builds: "it".\nThen tests.',
      background: true,
      budget: { maxTurns: 40, usd: null },
    }),
    'claude',
  )
  expect(written).toEqual({
    path: '.claude/agents/builder.md',
    text: `---
name: builder
description: "Builds: \\"it\\".\\nThen tests."
tools: Read, Glob, Grep, Edit, Write, Bash
model: sonnet
maxTurns: 40
background: true
---

You build things.
`,
    lost: [],
  })
})

it('writes a GitHub custom agent', () => {
  const written = exportAgent(agent({ title: 'The Builder', model: 'claude-sonnet-5-5' }), 'github')
  expect(written).toEqual({
    path: '.github/agents/builder.agent.md',
    text: `---
name: The Builder
description: Builds what the plan asks for.
tools: [read, search, edit, execute]
model: Claude Sonnet 5.5
---

You build things.
`,
    lost: [],
  })
})

describe('what is lost', () => {
  it.each([
    ['a title', { title: 'The Builder' }, ['title: The Builder'], []],
    ['waking', { wakeEnabled: true }, ['wake_enabled: true'], ['wake_enabled: true']],
    ['no seat', { seat: false }, ['seat: false'], ['seat: false']],
    ['purposes', { purposes: ['review'] }, ['purposes: review'], ['purposes: review']],
    ['expertise', { expertise: ['cuda', 'c'] }, ['expertise: cuda, c'], ['expertise: cuda, c']],
    ['neighbours', { intersectsWith: ['critic'] }, ['intersects_with: critic'], ['intersects_with: critic']],
    ['money', { budget: { maxTurns: null, usd: 3 } }, ['budget_usd: 3'], ['budget_usd: 3']],
    ['turns', { budget: { maxTurns: 9, usd: null } }, [], ['max_turns: 9']],
    ['background', { background: true }, [], ['background: true']],
    ['an unknown model', { model: 'gpt-5' }, ['model: gpt-5'], ['model: gpt-5']],
    ['a dated model', { model: 'claude-opus-4-20250514' }, [], ['model: claude-opus-4-20250514']],
    ['the default model', { model: 'inherit' }, [], []],
    [
      "Claude Code's tools",
      { unavailableTools: ['WebFetch', 'Bash(git *)'] },
      [],
      ['tools that Baton does not have: WebFetch, Bash(git *)'],
    ],
    ["GitHub's tools", { unavailableTools: ['github/*'] }, ['tools that Baton does not have: github/*'], []],
    [
      'half of what GitHub has in one',
      { tools: ['Read', 'Grep', 'Edit'] },
      [],
      ['tools: GitHub gives Edit and Write together', 'tools: GitHub gives Glob and Grep together'],
    ],
    [
      'a long prompt',
      { prompt: 'x'.repeat(30_001) },
      [],
      ['prompt: 30001 characters; GitHub reads 30000 at most'],
    ],
  ])('%s', (_what, tweak, claude, github) => {
    // An alias is a name of Claude Code's alone; it has a row of its own below.
    const subject = agent({ model: null, ...tweak })
    expect(exportAgent(subject, 'claude').lost).toEqual(claude)
    expect(exportAgent(subject, 'github').lost).toEqual(github)
  })

  it("an alias, which GitHub's catalogue does not have", () => {
    expect(exportAgent(agent(), 'github').lost).toEqual(['model: sonnet'])
  })
})

const text = (maxLength: number) =>
  fc
    .oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength }),
      fc
        .array(
          fc.constantFrom(
            'a',
            'no',
            ': ',
            ' #',
            '"',
            "'",
            '\n',
            '---\n',
            '- ',
            '\\n',
            '*',
            '&',
            '\u2028',
            '日',
            '<example>',
          ),
          {
            minLength: 1,
            maxLength: 30,
          },
        )
        .map((parts) => parts.join('')),
    )
    .map((raw) => raw.trim())
    .filter((trimmed) => trimmed !== '')

const agents = fc
  .record({
    name: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,39}$/).filter((name) => !/^-|-$|--/.test(name)),
    description: text(300),
    // Line ends are made `\n` in every file that is read.
    prompt: text(2000).map((prompt) => prompt.replaceAll(/\r\n?/g, '\n')),
    tools: fc.subarray([...ALL_TOOLS]),
    unavailableTools: fc.subarray(['WebFetch', 'mcp__x__y', 'Bash(git log, git diff)', 'github/*', 'web']),
    model: fc.constantFrom(null, 'sonnet', 'inherit', 'claude-opus-5-5', 'claude-sonnet-4-5-20250929'),
    background: fc.boolean(),
    budget: fc.record({ maxTurns: fc.constantFrom(null, 1, 500), usd: fc.constant(null) }),
  })
  .map((tweak) => agent({ ...tweak, title: tweak.name }))

describe('written and read again', () => {
  it('gives the same agent to Claude Code', () => {
    fc.assert(
      fc.property(agents, (subject) => {
        const back = readAgain(exportAgent(subject, 'claude'))
        expect(back).toMatchObject({
          name: subject.name,
          title: subject.title,
          description: subject.description,
          prompt: subject.prompt,
          tools: subject.tools,
          model: subject.model,
          background: subject.background,
          budget: subject.budget,
          source: { format: 'claude-code', ignoredKeys: [] },
        })
      }),
      { numRuns: 200 },
    )
  })

  it('gives the same agent to GitHub, save a model that it has no name for', () => {
    fc.assert(
      fc.property(agents, (subject) => {
        const written = exportAgent(subject, 'github')
        const back = readAgain(written)
        expect(back).toMatchObject({
          name: subject.name,
          description: subject.description,
          prompt: subject.prompt,
          tools: subject.tools,
          source: { format: 'github', ignoredKeys: [] },
        })
        if (back.model !== subject.model) {
          expect(back.model).toBeNull()
          expect(written.lost.includes(`model: ${subject.model}`)).toBe(subject.model !== 'inherit')
        }
      }),
      { numRuns: 200 },
    )
  })

  it('is YAML for everybody, one line per key', () => {
    fc.assert(
      fc.property(agents, fc.constantFrom('claude' as const, 'github' as const), (subject, to) => {
        const block = exportAgent(subject, to).text.split('\n---\n')[0]?.slice(4) ?? ''
        expect(parse(block)).toMatchObject({ name: subject.name, description: subject.description })
        expect(block.split('\n').every((line) => /^[A-Za-z]+: ./.test(line))).toBe(true)
      }),
      { numRuns: 100 },
    )
  })

  it.each(['claude', 'github'] as const)('holds for every agent that Baton brings, as %s', async (to) => {
    for (const own of (await asaSwarm()).agents) {
      const { name, description, prompt, tools } = readAgain(exportAgent(own, to))
      expect({ name, description, prompt, tools }).toEqual({
        name: own.name,
        description: own.description,
        prompt: own.prompt,
        tools: own.tools,
      })
    }
  })
})
