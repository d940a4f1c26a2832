// docs/commands.md is what the commands say of themselves, and every command has its file and its line.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { VERBS } from '../../src/domain/commands/verbs/index.ts'
import { commandsDocument } from '../../tools/commands-docs.ts'
import { read, ROOT } from './documents.ts'

test('the document is up to date (node tools/commands-docs.ts)', () => {
  expect(read('docs/commands.md')).toBe(commandsDocument())
})

test('every file of a command is in the list', () => {
  const files = readdirSync(join(ROOT, 'src/domain/commands/verbs')).filter((file) => file !== 'index.ts')
  expect(files.map((file) => file.replace('.ts', '')).toSorted()).toEqual([...VERBS].toSorted())
})
