// Taking in a finished workflow run's result: only what was asked for, for this head, with this nonce.

import { z } from 'zod'
import { Sha } from '../../domain/ids.ts'
import { WorkflowResult } from '../../domain/results.ts'
import { InternalError } from '../../errors.ts'
import type { ArtifactFile } from '../../github/actions-api.ts'
import { recordMeasurements } from '../../store/measurements.ts'
import { finishValidation, validationsOfTask, type ValidationRecord } from '../../store/validations.ts'
import { experimentsOf } from '../../domain/experiments/record.ts'
import { addExperiments } from '../../store/experiments.ts'
import { toValidationRecord } from '../records.ts'
import type { ActionOf } from './action.ts'
import type { ActContext } from './context.ts'

/** The workflow names each job's artifact after its platform. */
const artifactOf = (platform: string): string => `baton-result-${platform}`
const FILE = 'baton-result.json'

type End =
  | { state: 'done'; result: WorkflowResult; detail: undefined }
  | { state: 'failed' | 'refused'; result: null; detail: string }

const ended = (state: 'failed' | 'refused', detail: string): End => ({ state, result: null, detail })

/** Judges an artifact's file against the request it must answer. */
export function judge(artifact: ArtifactFile, asked: ValidationRecord): End {
  if (artifact.kind === 'absent') return ended('failed', 'the workflow run ended without a result artifact')
  if (artifact.kind === 'refused') return ended('refused', artifact.why)
  let json: unknown
  try {
    json = JSON.parse(artifact.text)
  } catch (error) {
    return ended(
      'refused',
      `the result is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
  const parsed = WorkflowResult.safeParse(json)
  if (!parsed.success)
    return ended('refused', `the result does not fit its schema: ${z.prettifyError(parsed.error)}`)
  const { nonce, headSha, baseSha, kind, platform } = parsed.data
  if (nonce !== asked.nonce) return ended('refused', 'the result carries a nonce that was not asked for')
  if (headSha !== asked.headSha || baseSha !== asked.baseSha)
    return ended('refused', 'the result is for other commits')
  if (kind !== asked.kind)
    return ended('refused', `the result is of the kind ${kind}, ${asked.kind} was asked for`)
  if (platform !== asked.platform)
    return ended('refused', `the result is from ${platform}, ${asked.platform} was asked for`)
  return { state: 'done', result: parsed.data, detail: undefined }
}

async function stored(id: string, context: ActContext): Promise<ValidationRecord> {
  const record = (await validationsOfTask(context.db, context.key)).find((candidate) => candidate.id === id)
  if (record === undefined) throw new InternalError(`the validation ${id} is not in the store`)
  return record
}

export async function collectResult(
  action: ActionOf<'collect_result'>,
  context: ActContext,
): Promise<boolean> {
  const record = await stored(action.validation, context)
  if (record.workflowRunId === null)
    throw new InternalError(`the validation ${record.id} has no workflow run`)
  const artifact = await context.author.actions.artifactFile(
    String(record.workflowRunId),
    artifactOf(record.platform),
    FILE,
  )
  context.probe('collect_result:before')
  const end = judge(artifact, record)
  await context.db.transaction().execute(async (trx) => {
    if (!(await finishValidation(trx, record.id, end)) || end.result === null) return
    context.probe('collect_result:between')
    const { id, taskKey, wave, workflowRunId, headSha } = record
    await recordMeasurements(
      trx,
      {
        repo: context.task,
        branch: action.branch,
        taskKey,
        validation: id,
        wave,
        workflowRunId,
        mergedAs: action.onBranch ? Sha.parse(headSha) : undefined,
        at: new Date(context.now()),
      },
      end.result,
    )
    const done = toValidationRecord({ ...record, state: 'done', result: end.result }, true)
    await addExperiments(trx, experimentsOf(context.key, [done]))
  })
  return true
}

export async function giveUpValidation(
  action: ActionOf<'give_up_validation'>,
  context: ActContext,
): Promise<boolean> {
  await finishValidation(context.db, action.validation, ended('failed', action.why))
  return true
}
