// What is said when an action cannot be read: that it is not there only when it is not.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { readActionFile } from '../../src/rehearsal/runner/action-file.ts'

const dir = mkdtempSync(join(tmpdir(), 'baton-action-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
mkdirSync(join(dir, 'odd', 'action.yml'), { recursive: true })
writeFileSync(join(dir, 'file'), '')

test.each([
  ['a folder that is not there', 'gone', 'there is no action.yml in ./gone'],
  ['a file in the place of its folder', 'file', 'there is no action.yml in ./file'],
  ['a folder in the place of its file', 'odd', 'action.yml of ./odd cannot be read: EISDIR'],
])('%s', async (_what, name, message) => {
  const read = readActionFile(join(dir, name), `./${name}`)
  await expect(read).rejects.toThrow(UserError)
  await expect(read).rejects.toThrow(message)
})
