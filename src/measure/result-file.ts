// Writes the result: only one that fits its schema, in a place that no command could know before.

import { mkdtempSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { WorkflowResult } from '../domain/results.ts'
import { RequestError } from './problem.ts'

const NAME = 'baton-result.json'

/** Path of the file. Throws a RequestError for a result that does not fit: no artifact is better than an invalid one. */
export function writeResult(result: WorkflowResult, env: NodeJS.ProcessEnv): string {
  const checked = WorkflowResult.safeParse(result)
  if (!checked.success)
    throw new RequestError(`the result does not fit its schema: ${z.prettifyError(checked.error)}`)
  // The directory has a random name and is made after the last command: what one wrote as baton-result.json is never uploaded.
  const temp = realpathSync(env['RUNNER_TEMP'] ?? tmpdir())
  const file = join(mkdtempSync(join(temp, 'baton-')), NAME)
  writeFileSync(file, `${JSON.stringify(checked.data, null, 2)}\n`, { flag: 'wx' })
  return file
}
