// A thousand agent files put together from everything that real ones do: each loads as it was meant, or says what is wrong with it.

import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseAgentFile } from '../../src/roster/agent-file.ts'

/** A way to write one part of a file; `bad` when the file is to be refused for it. */
interface Part {
  text: string
  bad?: true
  /** What the agent is to say of it. */
  meant?: unknown
}

const good = (text: string, meant?: unknown): Part => ({ text, meant })
const bad = (text: string): Part => ({ text, bad: true })
const half = (parts: Part[]) => {
  const [right, wrong] = [parts.filter((part) => !part.bad), parts.filter((part) => part.bad)]
  return fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...right) },
    { weight: 1, arbitrary: fc.constantFrom(...wrong) },
  )
}

const paths = fc.constantFrom(
  '.claude/agents/a.md',
  'team/.claude/agents/deep/a.md',
  '.github/agents/a.md',
  '.github/agents/a.agent.md',
)
const opening = half([
  good('---'),
  good('\uFEFF---'),
  good('--- '),
  good('---yaml'),
  bad('---js'),
  bad('---toml'),
  bad('# Agent\n---'),
  bad(''),
])
const closing = half([good('---'), good('---  \t'), bad('--- end'), bad('')])
const names = half([
  good('', 'a'),
  good('name: a', 'a'),
  good('name: "a"', 'a'),
  good('name: 🚀 a', 'a'),
  good('name:\ta', 'a'),
  good('name: 助手', 'a'),
  good('name:', 'a'),
  bad('name: [a]'),
  bad('name: 7'),
  bad('name: a\nname: b'),
  bad('name: &n a'),
])
const descriptions = half([
  good('description: Plain.', 'Plain.'),
  good('description: "Quoted: \\"yes\\"."', 'Quoted: "yes".'),
  good("description: 'It''s quoted'", "It's quoted"),
  good('description: >-\n  Folded\n  text: yes', 'Folded text: yes'),
  good('description: |\n  Literal\n   text: yes', 'Literal\n text: yes'),
  good('description: Colons: many: of them', 'Colons: many: of them'),
  good('description: Say: "a" #1', 'Say: "a" #1'),
  good('description: Ein\n  zweiter Teil', 'Ein zweiter Teil'),
  good('description: Help:\n<example>\nuser: "x"\n</example>', 'Help:\n<example>\nuser: "x"\n</example>'),
  good(
    String.raw`description: When:\n<example>user: "x"</example>`,
    String.raw`When:\n<example>user: "x"</example>`,
  ),
  good('description: 日本語のエージェント 🎉', '日本語のエージェント 🎉'),
  good(`description: ${'long: '.repeat(400)}end`, `${'long: '.repeat(400)}end`),
  bad(''),
  bad('description:'),
  bad('description: "open'),
  bad('description: Help:\n<example>\nuser: "x"'),
  bad('description: !!js/function "function () {}"'),
  bad('description: *a'),
  bad('description: {a: 1}'),
  bad(`description: ${'x'.repeat(5001)}`),
])
const tools = half([
  good('', ['Read', 'Glob', 'Grep', 'Edit', 'Write', 'Bash']),
  good('tools: Read, Grep', ['Read', 'Grep']),
  good('tools: [read, edit]', ['Read', 'Edit', 'Write']),
  good('tools:\n  - Read\n  - mcp__x__y', ['Read']),
  good('tools:\n- Bash(git *)\n- Bash', ['Bash']),
  good(`tools: '["search"]'`, ['Glob', 'Grep']),
  good('tools: *', ['Read', 'Glob', 'Grep', 'Edit', 'Write', 'Bash']),
  good('tools: []', []),
  good("tools: ['github/*', Nonsense]", []),
  good('disallowedTools: Bash(rm *), Write', ['Read', 'Glob', 'Grep', 'Edit']),
  bad('tools:'),
  bad('tools:\n\t- Read'),
  bad('tools: [Read'),
  bad('tools: {Read: true}'),
  bad('tool: Read'),
  bad(`tools: ${'['.repeat(40)}`),
])
const models = half([
  good('', null),
  good('model: inherit', 'inherit'),
  good('model: sonnet[1m]', 'sonnet'),
  good('model: Claude Opus 4.6 (copilot)', 'claude-opus-4-6'),
  good("model: ['GPT-5', haiku]", 'haiku'),
  good('model: gpt-5', null),
  bad('model: [a, [b]]'),
  bad('model: 4'),
])
const extras = half([
  good(''),
  good('color: red'),
  good('# a comment\nversion: 1'),
  good('mcp-servers:\n  x:\n    env: {TOKEN: "${{ secrets.TOKEN }}"}'),
  good('hooks: {PreToolUse: [{matcher: Bash, hooks: [{type: command, command: x}]}]}'),
  good('handoffs:\n  - {label: Go, agent: b, prompt: "Now: go", send: false}'),
  good('metadata: {owner: qa}\nargument-hint: Say: what'),
  bad('maxTurns: 0'),
  bad('background: sometimes'),
  bad('a: &a [x]\nb: [*a, *a]\nc: *b'),
  bad('hooks: {a: ['),
])
const bodies = half([
  good('You help.', 'You help.'),
  good('\n\nYou help.\n\n---\n\nAgain.\n--- and on\n', 'You help.\n\n---\n\nAgain.\n--- and on'),
  good('---\nname: b\n---', '---\nname: b\n---'),
  good('# 助手 🎉\n\t```yaml\nname: x: y\n```', '# 助手 🎉\n\t```yaml\nname: x: y\n```'),
  good('y'.repeat(60_000), 'y'.repeat(60_000)),
  bad(' \n\t\n'),
  bad('y'.repeat(100_001)),
  bad('y'.repeat(300_000)),
])

const files = fc
  .record({
    path: paths,
    opening,
    keys: fc.tuple(names, descriptions, tools, models, extras),
    order: fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }),
    closing,
    body: bodies,
    lineEnd: fc.constantFrom('\n', '\r\n'),
  })
  // A rule in the prompt would close the front matter in the place of the line that is missing.
  .filter(({ closing, body }) => closing.text !== '' || !body.text.includes('---'))

it('loads or explains each of 1,000 files', () => {
  const sample = fc.sample(files, { seed: 2026, numRuns: 1000 })
  const count = { loaded: 0, refused: 0 }
  for (const { path, opening, keys, order, closing, body, lineEnd } of sample) {
    const block = order.map((i) => keys[i]?.text ?? '').filter((text) => text !== '')
    const text = [opening.text, ...block, closing.text, body.text].join('\n').replaceAll('\n', lineEnd)
    const label = JSON.stringify([path, text.slice(0, 900)])
    const result = parseAgentFile({ path, text })
    if ([opening, ...keys, closing, body].some((part) => part.bad)) {
      count.refused += 1
      const problems = 'problems' in result ? result.problems : []
      expect(problems.length, label).toBeGreaterThan(0)
      const lines = text.split(lineEnd).length
      const lacking = problems.filter(
        ({ file, line, message, expected, example }) =>
          file !== path || line < 1 || line > lines || [message, expected, example].includes(''),
      )
      expect(lacking, label).toEqual([])
    } else {
      count.loaded += 1
      const [name, description, granted, model] = keys.map((part) => part.meant)
      expect('agent' in result ? result.agent : result.problems, label).toMatchObject({
        name,
        description,
        tools: granted,
        model,
        prompt: body.meant,
      })
    }
  }
  expect(count.loaded + count.refused).toBe(1000)
  expect(Math.min(count.loaded, count.refused)).toBeGreaterThan(300)
})
