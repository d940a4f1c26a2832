// Calls tools as the engine does, on a fresh folder per test.

import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { createSandbox } from '../../src/runtime/sandbox/sandbox.ts'
import { TOOL_NAMES, type ToolAuthority, toolsFor } from '../../src/runtime/tools/index.ts'
import { ToolFailure } from '../../src/runtime/tool.ts'
import type { Sandbox, ToolContext } from '../../src/runtime/tool.ts'
import { Folder, put } from '../workspace/fixture.ts'

export let folder: Folder
export let sandbox: Sandbox
export let root = ''
let count = 0

/** To be called at the top of a test file: hooks of a module that another file has loaded before would not run. */
export function freshFolders(): void {
  beforeAll(async () => {
    folder = new Folder()
    const made = await createSandbox()
    if (!('sandbox' in made)) throw new Error(made.reason)
    sandbox = made.sandbox
  })
  afterAll(() => folder[Symbol.dispose]())
  beforeEach(() => {
    count += 1
    root = join(folder.path, `t${count}`)
    put(root, {
      'src/add.ts': 'one\ntwo\nthree\n',
      'src/sub/x.ts': 'deep two\n',
      'README.md': 'read me\n',
      '.git': 'gitdir: /nowhere\n',
      '.github/workflows/ci.yml': 'on: push\n',
    })
    put(folder.path, { 'outside.txt': 'outside two\n' })
  })
}

/** Everything but the roster. */
const OPEN: ToolAuthority = {
  tools: [...TOOL_NAMES],
  allowPaths: ['**'],
  denyPaths: ['agents/**'],
  allowedCommands: null,
  deniedCommands: [],
  branch: null,
}

/** The answer of a tool. */
export async function call(name: string, input: object, more: Partial<ToolContext> = {}): Promise<string> {
  const tools = toolsFor({ tools: TOOL_NAMES }, { readOnly: false, sandbox, authority: OPEN })
  const tool = tools.find((candidate) => candidate.name === name)
  if (tool === undefined) throw new Error(`no tool ${name}`)
  return tool.run(input, {
    root,
    readOnly: false,
    signal: new AbortController().signal,
    sandbox,
    toolUseId: 't',
    ...more,
  })
}

/** The text of a refusal; anything but a ToolFailure fails the test. It never shows the host's path. */
export async function refused(name: string, input: object, more: Partial<ToolContext> = {}): Promise<string> {
  const result = await call(name, input, more).catch((error: unknown) => error)
  if (!(result instanceof ToolFailure)) throw new Error(`not refused: ${String(result)}`)
  return result.message
}
