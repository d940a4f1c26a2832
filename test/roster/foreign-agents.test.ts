// Agent files as people write them for Claude Code and GitHub Copilot: what is read, what is left out, what is refused.

import { describe, expect, it } from 'vitest'
import { parseAgentFile } from '../../src/roster/agent-file.ts'
import { agentText, problemsOf, shortForm } from './support.ts'

const CLAUDE = '.claude/agents/reviewer.md'
const GITHUB = '.github/agents/reviewer.agent.md'
const OURS = '.github/baton/agents/reviewer.md'

function parsed(text: string, path = CLAUDE) {
  const result = parseAgentFile({ path, text })
  if ('problems' in result) throw new Error(result.problems.map(shortForm).join('\n'))
  return result.agent
}

const described = (description: string, more = 'tools: Read'): string =>
  agentText(`name: reviewer\n${description}\n${more}`)

const dialogue = [
  'description: Use this agent for reviews. Examples:',
  '',
  '<example>',
  'Context: A pull request is open.',
  'user: "Please review it"',
  'assistant: "I will use the reviewer"',
  '<commentary>',
  'A review was asked for: use it.',
  '</commentary>',
  '</example>',
].join('\n')

describe('texts that are no YAML', () => {
  it.each([
    ['a colon', 'description: Use it: always', 'Use it: always'],
    ['a colon at the end', 'description: Use it when:', 'Use it when:'],
    ['a colon and a number sign', 'description: Fix: issue #12 # now', 'Fix: issue #12 # now'],
    ['quotes', 'description: Say: "stop" and \'go\'', 'Say: "stop" and \'go\''],
    [
      'written line ends',
      String.raw`description: Use it when:\n\n<example>\nuser: "a"\n</example>`,
      String.raw`Use it when:\n\n<example>\nuser: "a"\n</example>`,
    ],
    ['a list in brackets', 'description: [WIP] Reviews', '[WIP] Reviews'],
    ['emphasis', 'description: *Reviews* things', '*Reviews* things'],
    ['an at sign', 'description: @alice asks for it', '@alice asks for it'],
    ['a star after a colon', 'description: Important: *never* merges', 'Important: *never* merges'],
    ['a tab and blanks at the end', 'description: \tUse it: now \t ', 'Use it: now'],
    ['indented lines', 'description: Use it:\n  - first\n  - then', 'Use it:\n  - first\n  - then'],
    ['a paragraph that is not indented', 'description: One.\n\nTwo.', 'One.\n\nTwo.'],
    ['a dialogue', dialogue, dialogue.slice('description: '.length)],
    [
      'a dialogue that opens in the first line',
      'description: Use it.\\n<example>\nuser: "a"\n</example>\\n<example>\nuser: "b"\n</example>',
      'Use it.\\n<example>\nuser: "a"\n</example>\\n<example>\nuser: "b"\n</example>',
    ],
  ])('reads a description with %s', (_what, written, description) => {
    for (const path of [CLAUDE, GITHUB, OURS]) {
      expect(parsed(described(written, 'tools: Read\nmodel: haiku'), path)).toMatchObject({
        description,
        tools: ['Read'],
        model: 'haiku',
      })
    }
  })

  it.each([
    ['folded', 'description: >\n  one\n  two: three', 'one two: three'],
    ['literal', 'description: |-\n  one: 1\n  two', 'one: 1\ntwo'],
    ['quoted', 'description: "one: \\"1\\"\\ntwo"', 'one: "1"\ntwo'],
    ['on the next line', 'description:\n  one\n  two', 'one two'],
    ['with a comment, as YAML has it', 'description: one # two', 'one'],
    ['with written line ends', String.raw`description: one\ntwo`, String.raw`one\ntwo`],
    ['with emojis and another script', 'description: 🚀 コードを確認します', '🚀 コードを確認します'],
  ])('keeps what is YAML: a description %s', (_what, written, description) => {
    expect(parsed(described(written)).description).toBe(description)
  })

  it('keeps the lines of what follows', () => {
    const text = described(dialogue, 'max_turns: none')
    expect(problemsOf(parseAgentFile({ path: CLAUDE, text })).map(shortForm)).toEqual([
      '13 max_turns: expected a number, found `none`',
    ])
  })

  it.each([
    ['an open dialogue', 'description: Use: it\n<example>\nuser: "a"', 4],
    ['tools in a dialogue', 'description: Use: it\n<example>\ntools: Bash\n</example>', 3],
    ['indented tools below a text', 'description: Use: it\n  tools: Read', 3],
    ['tools in quotes below a text', 'description: Use: it\n"tools": Read', 3],
    ['a capital key below a text', 'description: Use: it\nNote: this', 3],
    ['a line of a dialogue without its example', 'description: Use: it\nuser: "a"', 3],
    ['a list below a text', 'description: Use: it\n- one', 3],
    ['an open quote, which ends nowhere', 'description: "Use: it', 4],
    ['quotes in quotes', 'description: "Use "it" now"', 3],
    ['a key twice', 'description: Use: it\ndescription: Use: that', 4],
    ['a block text that is not indented', 'description: |\nUse: it now', 3],
    ['a NUL character', 'description: Use: it\0', 3],
    ['an anchor', 'description: &a Use: it', 3],
    ['a tag', 'description: !!js/function "x"', 3],
  ])('does not guess at %s', (_what, written, line) => {
    // Taking one of these for text could hide a `tools` line, and an agent without one has every tool.
    const text = agentText(`name: reviewer\n${written}\ncolor: red`)
    const problems = problemsOf(parseAgentFile({ path: CLAUDE, text }))
    expect(problems.map((problem) => problem.line)).toContain(line)
  })

  it('says one thing per line', () => {
    const text = agentText('name: a\ndescription: "Use: "it": now": "x"')
    expect(problemsOf(parseAgentFile({ path: CLAUDE, text })).map((problem) => problem.line)).toEqual([3])
  })
})

describe('tools', () => {
  const all = ['Read', 'Glob', 'Grep', 'Edit', 'Write', 'Bash']
  it.each([
    ['a list', '[Read, Grep]', ['Read', 'Grep'], []],
    ['a text with commas', 'Read, Grep', ['Read', 'Grep'], []],
    ['a text in a list', '["Read, Grep"]', ['Read', 'Grep'], []],
    ['JSON in a text', `'["Read", "Grep"]'`, ['Read', 'Grep'], []],
    ['quoted names with commas', '"Read", "Grep"', ['Read', 'Grep'], []],
    ['a colon in an argument', 'Read, Bash(npm run: test)', ['Read'], ['Bash(npm run: test)']],
    ['nothing', '[]', [], []],
    ['a star', '*', all, []],
    ['a star in a list', '[*]', all, []],
    ['a quoted star', "['*']", all, []],
    ['any argument', 'Bash(*)', ['Bash'], []],
    ['arguments', 'Read, Bash(git add, git log:*)', ['Read'], ['Bash(git add, git log:*)']],
    ['an argument with parentheses', '["Bash(git log (a))"]', [], ['Bash(git log (a))']],
    ['MCP tools', 'mcp__jira__search, mcp__docs__*', [], ['mcp__jira__search', 'mcp__docs__*']],
    ['aliases', '[read, EDIT, search, execute]', all, []],
    ['the other aliases', '[shell, MultiEdit, NotebookRead]', ['Read', 'Edit', 'Bash'], []],
    ['aliases without a counterpart', '[agent, web, todo]', [], ['agent', 'web', 'todo']],
    ['namespaces', "['github/*', 'playwright/click']", [], ['github/*', 'playwright/click']],
    ["an extension's tools", '[azure.some-extension/some-tool]', [], ['azure.some-extension/some-tool']],
    [
      "VS Code's names",
      '[codebase, editFiles, runCommands, usages]',
      ['Glob', 'Grep', 'Edit', 'Write', 'Bash'],
      ['usages'],
    ],
    [
      "VS Code's names with their set",
      '[read/readFile, search/textSearch, read/problems]',
      ['Read', 'Grep'],
      ['read/problems'],
    ],
    ['names that nobody knows', '[Teleport, "Microsoft Docs", Teleport]', [], ['Teleport', 'Microsoft Docs']],
  ])('reads %s', (_what, written, tools, unavailableTools) => {
    for (const path of [CLAUDE, GITHUB]) {
      const agent = parsed(described('description: x', `tools: ${written}`), path)
      expect(agent).toMatchObject({ tools, unavailableTools })
    }
  })

  it.each([
    ['with arguments: all of it, for want of a part', 'Bash(rm *), Write', ['Read', 'Glob', 'Grep', 'Edit']],
    ["by GitHub's names", 'edit, execute', ['Read', 'Glob', 'Grep']],
    ['that nobody knows', 'Teleport', all],
    ['entirely', '"*"', []],
  ])('takes away tools %s', (_what, denied, tools) => {
    expect(parsed(described('description: x', `disallowedTools: ${denied}`)).tools).toEqual(tools)
  })

  it.each(['allowed-tools', 'allowedTools', 'allowed_tools'])('reads %s as tools', (key) => {
    const agent = parsed(described('description: x', `${key}: [Read]`))
    expect([agent.tools, agent.source.ignoredKeys]).toEqual([['Read'], []])
    const both = parsed(described('description: x', `tools: [Grep]\n${key}: [Bash]`))
    expect([both.tools, both.source.ignoredKeys]).toEqual([['Grep'], [key]])
  })

  it.each([
    ['a misspelt key', 'tool: Read', '4 tool: unknown key `tool`; did you mean `tools`?'],
    ['a capital letter', 'Tools: Read', '4 Tools: unknown key `Tools`; did you mean `tools`?'],
    ['an empty value', 'tools:', '4 tools: expected a value, found nothing'],
    ['a group', 'tools: {Bash: false}', '4 tools: a group of keys fits none of the forms allowed here'],
  ])('refuses %s, which would grant every tool', (_what, written, problem) => {
    for (const path of [CLAUDE, GITHUB]) {
      const text = described('description: x', written)
      expect(problemsOf(parseAgentFile({ path, text })).map(shortForm)).toEqual([problem])
    }
  })
})

describe('models', () => {
  it.each([
    ['inherit', 'inherit', []],
    ['sonnet', 'sonnet', []],
    ['sonnet[1m]', 'sonnet', []],
    ['Opus', 'opus', []],
    ['claude-sonnet-4-5-20250929', 'claude-sonnet-4-5-20250929', []],
    ['claude-opus-4.6', 'claude-opus-4-6', []],
    ['Claude Sonnet 4.5 (copilot)', 'claude-sonnet-4-5', []],
    ["[GPT-5, 'Claude Haiku 4.5 (copilot)']", 'claude-haiku-4-5', []],
    ['GPT-5 (copilot)', null, ['model']],
    ['gemini-3.0-pro', null, ['model']],
    ['Claude Sonnet 4', null, ['model']],
    ["GPT-4.1 | 'gpt-5'", null, ['model']],
    ['nonsense: really', null, ['model']],
    ['', null, []],
  ])('reads %s', (written, model, ignoredKeys) => {
    for (const path of [CLAUDE, GITHUB]) {
      const agent = parsed(described('description: x', `model: ${written}`), path)
      expect(agent).toMatchObject({ model, source: { ignoredKeys } })
    }
  })

  it('leaves a model of our own files as it is written, without the size of its window', () => {
    expect(parsed(described('description: x', 'model: gpt-5'), OURS).model).toBe('gpt-5')
    expect(parsed(described('description: x', 'model: sonnet[1m]'), OURS).model).toBe('sonnet')
  })
})

describe('names', () => {
  it.each([
    ['from Claude Code', CLAUDE, 'code-critic', 'code-critic', 'code-critic'],
    ['in capitals', CLAUDE, 'Code Critic', 'code-critic', 'Code Critic'],
    ['with signs', CLAUDE, '"C# Expert (v2)"', 'c-expert-v2', 'C# Expert (v2)'],
    ['with accents', CLAUDE, 'Éva Krüger', 'eva-kruger', 'Éva Krüger'],
    ['with an emoji', CLAUDE, '🚀 Deployer', 'deployer', '🚀 Deployer'],
    ['in another script', CLAUDE, '代码审查', 'reviewer', '代码审查'],
    ['in two scripts', CLAUDE, 'XX-创意', 'reviewer', 'XX-创意'],
    ['that is too long', CLAUDE, 'a'.repeat(41), 'reviewer', 'a'.repeat(41)],
    ['that mentions people', CLAUDE, '"@alice <b>#12"', 'alice-b-12', 'alice b 12'],
    ['that is missing', CLAUDE, '', 'reviewer', 'reviewer'],
    ['from GitHub', GITHUB, 'The Critic', 'reviewer', 'The Critic'],
    ['beside a file in another script', '.github/agents/审查.agent.md', 'Critic', 'critic', 'Critic'],
  ])('%s', (_what, path, written, name, title) => {
    const text = agentText(`name: ${written}\ndescription: x`)
    expect(parsed(text, path)).toMatchObject({ name, title })
  })

  it('asks for a name where neither the key nor the file gives one', () => {
    const text = agentText('name: 审查\ndescription: x')
    const problems = problemsOf(parseAgentFile({ path: '.claude/agents/审查.md', text }))
    expect(problems.map(shortForm)).toEqual([
      '2 name: no agent name can be made from the name `审查` or the file name `审查`',
    ])
    expect(problems[0]).toMatchObject({
      expected: 'letters a to z, digits and dashes, at most 40',
      example: 'name: rust-engineer',
    })
  })
})

describe('keys', () => {
  it.each([
    ['of other products', 'version: 1.0\ntags: [a, b]\nauthor: me', ['version', 'tags', 'author']],
    [
      'of Claude Code',
      'permissionMode: plan\nskills: [x]\ninitialPrompt: go',
      ['permissionMode', 'skills', 'initialPrompt'],
    ],
    ['without a value', 'color:\nauthor:', ['author']],
    [
      'of GitHub and VS Code',
      'target: vscode\ninfer: true\nargument-hint: Say: what',
      ['target', 'infer', 'argument-hint'],
    ],
    ['with handoffs', 'handoffs:\n  - label: Go\n    agent: planner\n    send: true', ['handoffs']],
    ['that would be a prototype', '__proto__: {a: 1}', ['__proto__']],
    ['with invisible characters', '"a\u202Eb": 1', ['a\\u202eb']],
  ])('ignores keys %s, and says so', (_what, keys, ignored) => {
    for (const path of [CLAUDE, GITHUB]) {
      const { source } = parsed(described('description: x', `tools: Read\n${keys}`), path)
      expect(source.ignoredKeys).toEqual(ignored)
    }
  })

  it("keeps an MCP server's settings and secrets out of the agent and of every problem", () => {
    const server =
      'mcp-servers:\n  db:\n    type: local\n    env: {TOKEN: s3cret-value}\n    args: ["--key", "s3cret-value"]'
    const agent = parsed(described('description: x', server), GITHUB)
    expect(agent.source.ignoredKeys).toEqual(['mcp-servers'])
    const broken = parseAgentFile({ path: GITHUB, text: described('description: 3', `${server}\n    x: [`) })
    expect(problemsOf(broken).length).toBeGreaterThan(0)
    expect(JSON.stringify([agent, broken])).not.toContain('s3cret')
  })

  it('stays strict where only the keys tell the format, as far as a key may be one of ours', () => {
    const text = described('description: x', 'color: red\nauthor: me\nwake_enable: true')
    expect(problemsOf(parseAgentFile({ path: OURS, text })).map(shortForm)).toEqual([
      '6 wake_enable: unknown key `wake_enable`; did you mean `wake_enabled`?',
    ])
    expect(parsed(text, CLAUDE).source.ignoredKeys).toEqual(['color', 'author', 'wake_enable'])
    const ours = described('description: x', 'color: red\nauthor: me\nseat: false')
    expect(problemsOf(parseAgentFile({ path: OURS, text: ours })).map(shortForm)).toEqual([
      '5 author: unknown key `author`',
    ])
  })

  it.each([CLAUDE, GITHUB])('requires a description in %s', (path) => {
    const text = agentText('name: a\nDescription: x\ntools: Read')
    expect(problemsOf(parseAgentFile({ path, text })).map(shortForm)).toEqual([
      '2 description: it is missing',
    ])
  })

  it('says what to do with a prompt that is too long', () => {
    const text = agentText('name: a\ndescription: x', 'y'.repeat(100_001))
    expect(problemsOf(parseAgentFile({ path: CLAUDE, text }))[0]).toMatchObject({
      message: 'the prompt has 100001 characters',
      expected:
        "the agent's instructions, 1 to 100000 characters; details belong into files that the agent reads",
    })
  })
})
