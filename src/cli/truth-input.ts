// What `baton truth` reads: Markdown files, and the recorded results of runs as a JSON file.

import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { Sha } from '../domain/ids.ts'
import { WorkflowResult } from '../domain/results.ts'
import type { ValidationRecord } from '../domain/snapshot.ts'
import type { TruthDocument } from '../domain/truth/gate.ts'
import { asError, UserError } from '../errors.ts'

/** The head that is claimed about, and the result artifacts of runs by the id of their workflow run. */
const EvidenceFile = z.strictObject({
  head: Sha,
  runs: z
    .array(z.strictObject({ id: z.string().regex(/^\d{1,20}$/, 'expected digits'), result: WorkflowResult }))
    .max(200),
})

const EXAMPLE =
  'for example { "head": "<40 hex digits>", "runs": [{ "id": "4711", "result": <the content of baton-result.json> }] }'

/** A head that nothing is on record for. */
const NOTHING = { head: Sha.parse('0'.repeat(40)), records: [] }

export interface RecordedEvidence {
  head: Sha
  records: readonly ValidationRecord[]
}

async function textOf(file: string, how: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new UserError(`${file} could not be read: ${asError(error).message}`, how, { cause: error })
  }
}

function json(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UserError(`${file} is no JSON: ${asError(error).message}`, EXAMPLE, { cause: error })
  }
}

/** Reads the evidence file; of several runs of one kind the last in the file is the newest. Raises UserError. */
export async function readEvidence(file: string | undefined): Promise<RecordedEvidence> {
  if (file === undefined) return NOTHING
  const parsed = EvidenceFile.safeParse(
    json(file, await textOf(file, 'give a JSON file, or leave --evidence out')),
  )
  if (!parsed.success) {
    throw new UserError(`${file} is no evidence:\n${z.prettifyError(parsed.error)}`, EXAMPLE)
  }
  const { head, runs } = parsed.data
  return {
    head,
    records: runs.map(({ id, result }, index) => ({
      id,
      wave: 0,
      kind: result.kind,
      platform: result.platform,
      confirms: false,
      headSha: result.headSha,
      baseSha: result.baseSha,
      nonce: result.nonce,
      attempt: index + 1,
      state: 'done',
      workflowRunId: id,
      completed: true,
      result,
      detail: undefined,
      requestedAt: Date.parse(result.startedAt),
    })),
  }
}

/** Reads each file once. Raises UserError. */
export async function readDocuments(files: readonly string[]): Promise<TruthDocument[]> {
  return await Promise.all(
    [...new Set(files)].map(async (path) => ({
      path,
      text: await textOf(path, 'give paths of Markdown files'),
    })),
  )
}
