// Agent files of all three formats: what is accepted as it is, and what every broken file is told.

import { describe, expect, it } from 'vitest'
import { toolsForPurpose } from '../../src/domain/roster/tools.ts'
import { parseAgentFile } from '../../src/roster/agent-file.ts'
import { agentText, problemsOf, shortForm } from './support.ts'

const file = 'agents/team/builder.md'

function parsed(text: string, path = file) {
  const result = parseAgentFile({ path, text })
  if ('problems' in result) throw new Error(result.problems.map(shortForm).join('\n'))
  return result.agent
}

describe('accepted as they are', () => {
  it('reads the keys of the seed documents', () => {
    const agent = parsed(
      agentText(
        'name: orchestrator\ntype: orchestrator\ndescription: Leads.\ntools:\n  - Read\n  - Bash\nmodel: sonnet\nbackground: false\nwake_enabled: true',
        'You are the **Orchestrator**.',
      ),
    )
    expect(agent).toEqual({
      name: 'orchestrator',
      title: 'orchestrator',
      description: 'Leads.',
      prompt: 'You are the **Orchestrator**.',
      tools: ['Read', 'Bash'],
      unavailableTools: [],
      model: 'sonnet',
      background: false,
      wakeEnabled: true,
      seat: false,
      purposes: ['triage', 'plan', 'direct', 'synthesise'],
      expertise: [],
      intersectsWith: [],
      budget: { maxTurns: null, usd: null },
      source: { file, format: 'baton', ignoredKeys: [] },
    })
  })

  it('reads a Claude Code subagent', () => {
    const keys =
      'name: code-reviewer\ndescription: Reviews.\ntools: Read, Grep, Bash(git diff:*, git log:*), WebFetch, mcp__jira__search\nmodel: inherit\nmaxTurns: 12\npermissionMode: plan\ncolor: red\nhooks: {PreToolUse: []}'
    const agent = parsed(agentText(keys), '.claude/agents/code-reviewer.md')
    expect(agent).toMatchObject({
      tools: ['Read', 'Grep'],
      unavailableTools: ['Bash(git diff:*, git log:*)', 'WebFetch', 'mcp__jira__search'],
      model: 'inherit',
      purposes: ['research', 'review'],
      budget: { maxTurns: 12, usd: null },
      source: { format: 'claude-code', ignoredKeys: ['permissionMode', 'hooks', 'color'] },
    })
  })

  it('reads a GitHub custom agent, named by its file', () => {
    const keys =
      "description: Tests things.\ntools: ['read', 'edit', 'search', 'github/*']\ntarget: github-copilot\nmcp-servers: {a: {type: local}}\nmetadata: {owner: qa}"
    const agent = parsed(agentText(keys), '.github/agents/Test Writer.agent.md')
    expect(agent).toMatchObject({
      name: 'test-writer',
      title: 'Test Writer',
      tools: ['Read', 'Glob', 'Grep', 'Edit', 'Write'],
      unavailableTools: ['github/*'],
      purposes: ['research', 'implement', 'review'],
      source: { format: 'github', ignoredKeys: ['target', 'mcp-servers', 'metadata'] },
    })
  })

  it('reads our own additions', () => {
    const keys =
      'description: x\ntools: [Read]\nseat: false\npurposes: [research]\nmax_turns: 7\nbudget_usd: 0.5\nintersects_with: [critic]\nexpertise: [sparse attention]'
    expect(parsed(agentText(keys))).toMatchObject({
      name: 'builder',
      seat: false,
      purposes: ['research'],
      budget: { maxTurns: 7, usd: 0.5 },
      intersectsWith: ['critic'],
      expertise: ['sparse attention'],
    })
  })

  it.each([
    ['a byte-order mark', '\uFEFF---\ndescription: x\n---\nhello\n'],
    ['CRLF', '---\r\ndescription: x\r\n---\r\nhello\r\n'],
    ['old Mac line ends', '---\rdescription: x\r---\rhello\r'],
    ['`---yaml`', '---yaml\ndescription: x\n---\nhello\n'],
    ['`--- YML `', '--- YML \ndescription: x\n---\nhello\n'],
    ['a blank after the closing line', '---\ndescription: x\n---  \nhello\n'],
    ['comments and blank lines', '---\n# who\n\ndescription: x # what\n---\n\n\nhello\n'],
    ['no line end at the end', '---\ndescription: x\n---\nhello'],
  ])('reads a file with %s', (_what, text) => {
    expect(parsed(text)).toMatchObject({ description: 'x', prompt: 'hello' })
  })

  it('folds a description over lines, keeps rules and dashes in the prompt', () => {
    const text = agentText('description: >-\n  one\n  two\ntools: []', 'a\n\n---\n\nb\n--- c')
    expect(parsed(text)).toMatchObject({ description: 'one two', prompt: 'a\n\n---\n\nb\n--- c', tools: [] })
  })

  it('grants everything where no tools are named, less what is disallowed', () => {
    expect(parsed(agentText('description: x')).tools).toEqual([
      'Read',
      'Glob',
      'Grep',
      'Edit',
      'Write',
      'Bash',
    ])
    const denied = parsed(agentText('description: x\ndisallowedTools: Write, Edit, Bash'))
    expect([denied.tools, denied.purposes]).toEqual([
      ['Read', 'Glob', 'Grep'],
      ['research', 'review'],
    ])
  })

  it('lets only implementing runs write, whatever the file grants', () => {
    const { tools } = parsed(agentText('description: x'))
    expect(toolsForPurpose(tools, 'review')).toEqual(['Read', 'Glob', 'Grep'])
    expect(toolsForPurpose(tools, 'implement')).toEqual(tools)
  })

  it('never hands out what an earlier parse of the same text returned', () => {
    const text = agentText('description: x')
    expect(parsed(text, 'one.md').name).toBe('one')
    expect(parsed(text, 'two.md').name).toBe('two')
  })
})

const refusedLanguage = (name: string): string => `1 : front matter in the language \`${name}\` is refused`

const broken: [what: string, text: string, problems: string[]][] = [
  ['an empty file', '', ['1 : it has no front matter: the first line is not `---`']],
  ['plain Markdown', '# Builder\n', ['1 : it has no front matter: the first line is not `---`']],
  [
    'a rule instead of front matter',
    '----\na: b\n----\n',
    ['1 : it has no front matter: the first line is not `---`'],
  ],
  ['`---js`', '---js\n{ description: "x" }\n---\nhi', [refusedLanguage('js')]],
  [
    '`--- javascript`',
    '--- javascript\n(() => { throw new Error("ran") })()\n---\nhi',
    [refusedLanguage('javascript')],
  ],
  ['`---JS` after a byte-order mark', '\uFEFF---JS\nprocess.exit(1)\n---\nhi', [refusedLanguage('JS')]],
  ['`---coffee`', '---coffee\nx = 1\n---\nhi', [refusedLanguage('coffee')]],
  ['`---json`', '---json\n{}\n---\nhi', [refusedLanguage('json')]],
  ['`---constructor`', '---constructor\nx\n---\nhi', [refusedLanguage('constructor')]],
  ['`---toml` with CRLF', '---toml\r\nx = 1\r\n---\r\nhi', [refusedLanguage('toml')]],
  ['front matter that never ends', '---\ndescription: x\n\nhello', ['1 : the front matter is not closed']],
  [
    'a line that looks like the end',
    '---\ndescription: x\n---more\n---\nhello',
    ['3 : a line in the front matter starts with `---` and holds more'],
  ],
  ['no keys at all', '---\n---\nhello', ['1 description: it is missing']],
  ['only comments', '---\n# nothing\n---\nhello', ['1 description: it is missing']],
  ['a missing description', agentText('name: builder'), ['2 description: it is missing']],
  [
    'an empty description',
    agentText('name: a\ndescription:'),
    ['3 description: expected a text, found nothing'],
  ],
  [
    'a blank description',
    agentText("description: '  '"),
    ['2 description: expected at least 1 character, found 0'],
  ],
  [
    'a description that is a list',
    agentText('description: [a]'),
    ['2 description: expected a text, found a list'],
  ],
  ['front matter that is a list', agentText('- a\n- b'), ['2 : expected a group of keys, found a list']],
  ['front matter that is a text', agentText('hello'), ['2 : expected a group of keys, found `hello`']],
  [
    'a colon in an unquoted text that is no text key',
    agentText('description: x\nexpertise: a: b'),
    ['3 : not valid YAML: Nested mappings are not allowed in compact mappings'],
  ],
  [
    'a tab as indentation',
    agentText('description: x\ntools:\n\t- Read'),
    ['4 : not valid YAML: Tabs are not allowed as indentation'],
  ],
  [
    'a key twice',
    agentText('description: x\ndescription: y'),
    ['3 : not valid YAML: Map keys must be unique'],
  ],
  ['an open quote', agentText('description: "x'), ['2 : not valid YAML: Missing closing "quote']],
  ['an anchor', agentText('description: &d x'), ['2 : anchors (`&name`) are not supported']],
  ['an alias', agentText('name: a\ndescription: *d'), ['3 : aliases (`*name`) are not supported']],
  [
    'a tag',
    agentText('description: !!js/function "function () {}"'),
    ['2 : tags (`!name`) are not supported'],
  ],
  [
    'a complex key',
    agentText('? [a]\n: b\ndescription: x'),
    ['2 : complex keys (`? key`) are not supported'],
  ],
  [
    'too deep nesting',
    agentText(`description: x\ntools: ${'['.repeat(5000)}`),
    ['3 : it is nested too deeply'],
  ],
  ['a NUL character', agentText('description: x\nname: a\0b'), ['3 : it holds a NUL character']],
  [
    'a misspelt key',
    agentText('description: x\nwake-enable: true'),
    ['3 wake-enable: unknown key `wake-enable`; did you mean `wake_enabled`?'],
  ],
  ['an unknown key', agentText('description: x\nfavourite: blue'), ['3 favourite: unknown key `favourite`']],
  [
    '`__proto__` as a key',
    agentText('description: x\n__proto__: {a: 1}'),
    ['3 __proto__: unknown key `__proto__`'],
  ],
  [
    'a misspelt tool',
    agentText('description: x\ntools:\n  - Read\n  - Gerp'),
    ['5 tools[1]: there is no tool `Gerp`; did you mean `Grep`?'],
  ],
  [
    'a misspelt tool in a text',
    agentText('description: x\ntools: Read, Wirte'),
    ['3 tools: there is no tool `Wirte`; did you mean `Write`?'],
  ],
  [
    'an unknown tool',
    agentText('description: x\ntools: [Teleport]'),
    ['3 tools[0]: there is no tool `Teleport`'],
  ],
  [
    'tools without a value',
    agentText('description: x\ntools:'),
    ['3 tools: expected a value, found nothing'],
  ],
  [
    'a number as a tool',
    agentText('description: x\ntools: [1]'),
    ['3 tools: a list fits none of the forms allowed here'],
  ],
  [
    '`background: yes`',
    agentText('description: x\nbackground: yes'),
    ['3 background: expected true or false, found `yes`'],
  ],
  [
    'an unknown purpose',
    agentText('description: x\npurposes:\n  - reveiw'),
    [
      '4 purposes[0]: `reveiw` is not known here; use `review`, or one of: triage, plan, direct, research, implement, review, synthesise',
    ],
  ],
  [
    'no purposes',
    agentText('description: x\npurposes: []'),
    ['3 purposes: expected at least 1 entry, found 0'],
  ],
  [
    'an implementer that cannot write',
    agentText('description: x\ntools: [Read]\npurposes: [review, implement]'),
    ['4 purposes[1]: the agent is to implement and has neither Edit nor Write'],
  ],
  [
    'a seat without review',
    agentText('description: x\nseat: true\npurposes: [research]'),
    ['3 seat: a seat gives verdicts, and review is not among the purposes'],
  ],
  [
    'two limits of turns',
    agentText('description: x\nmax_turns: 3\nmaxTurns: 4'),
    ['4 maxTurns: it says 4 and max_turns says 3'],
  ],
  [
    'half a turn',
    agentText('description: x\nmax_turns: 1.5'),
    ['3 max_turns: expected a whole number, found the number 1.5'],
  ],
  [
    'a free budget',
    agentText('description: x\nbudget_usd: 0'),
    ['3 budget_usd: expected at least 0.01, found the number 0'],
  ],
  [
    'a name with a path',
    agentText('name: ../../etc\ndescription: x'),
    ['2 name: `../../etc` does not fit: expected letters, digits, spaces and dashes'],
  ],
  [
    'a name that is too long',
    agentText(`name: ${'a'.repeat(50)}\ndescription: x`),
    [`2 name: no agent name can be made from the name \`${'a'.repeat(50)}\``],
  ],
  [
    'a model with a shell in it',
    agentText('description: x\nmodel: "$(id)"'),
    ['3 model: `$(id)` does not fit: expected a model alias or id'],
  ],
  [
    'an odd name among the neighbours',
    agentText('description: x\nintersects_with: [Critic]'),
    [
      '3 intersects_with[0]: `Critic` does not fit: expected lower-case letters, digits and dashes, at most 40, for example rust-engineer',
    ],
  ],
  ['no prompt', agentText('description: x', ' \n\n'), ['2 : there is no prompt below the front matter']],
  [
    'a run of blanks',
    `---\n${'\n'.repeat(300)}description: x\n---\nhi`,
    ['1 : the front matter holds a long run of blanks'],
  ],
  [
    'invisible characters in a key',
    agentText('description: x\n"to\u202Eols": []'),
    ['3 to\\u202eols: unknown key `to\\u202eols`; did you mean `tools`?'],
  ],
  [
    'several faults',
    agentText('nam: a\ntools: 3\nbackground: maybe'),
    [
      '2 description: it is missing',
      '2 nam: unknown key `nam`; did you mean `name`?',
      '3 tools: the number 3 fits none of the forms allowed here',
      '4 background: expected true or false, found `maybe`',
    ],
  ],
]

describe('broken agent files', () => {
  it.each(broken)('%s', (_what, text, expected) => {
    const problems = problemsOf(parseAgentFile({ path: file, text }))
    expect(problems.map(shortForm)).toEqual(expected)
    for (const problem of problems) {
      expect(problem.file).toBe(file)
      expect(problem.expected).not.toBe('')
      expect(problem.example).not.toBe('')
    }
  })

  it('refuses a file name that gives no name, and an outsized file', () => {
    const unnamed = parseAgentFile({ path: 'agents/ß.md', text: agentText('description: x') })
    expect(problemsOf(unnamed).map(shortForm)).toEqual([
      '2 : no agent name can be made from the file name `ß`',
    ])
    const large = parseAgentFile({ path: file, text: 'x'.repeat(300_000) })
    expect(problemsOf(large).map(shortForm)).toEqual([
      '1 : it has 300000 characters; at most 262144 are read',
    ])
  })
})
