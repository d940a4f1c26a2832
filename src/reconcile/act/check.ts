// Our check runs: one per name and head, rewritten in place.

import type { CheckInput } from '../../github/checks-api.ts'
import type { ActionOf } from './action.ts'
import { once, type ActContext } from './context.ts'

/** GitHub's limit (https://docs.github.com/rest/checks/runs). */
const ANNOTATIONS_PER_REQUEST = 50

/**
 * The request that adds the annotations from `from` on, and from where the next one has to go on. Only the last one finishes
 * the check and carries its digest: a check that a crash left half written does not look like a whole one.
 */
function request(action: ActionOf<'check'>, from: number): { input: CheckInput; next: number | undefined } {
  const { name, sha, status, conclusion, title, summary, digest, annotations, buttons } = action
  const said = { name, sha, status, conclusion, title, summary, externalId: digest }
  const input = buttons === undefined ? said : { ...said, buttons }
  if (annotations === undefined) return { input, next: undefined }
  const next = from + ANNOTATIONS_PER_REQUEST
  const added = { annotations: annotations.slice(from, next) }
  return annotations.length > next
    ? { input: { ...input, ...added, status: 'in_progress', conclusion: undefined, externalId: '' }, next }
    : { input: { ...input, ...added }, next: undefined }
}

export async function check(
  action: ActionOf<'check'>,
  context: Pick<ActContext, 'lease' | 'key' | 'db' | 'author' | 'probe'>,
): Promise<boolean> {
  const { checks } = context.author
  const { sha, name } = action
  /** GitHub adds to the annotations of a check and takes none away, so those that stand there are not sent again. */
  const written = async (): Promise<number> =>
    action.annotations === undefined ? 0 : ((await checks.find(sha, name))?.annotations ?? 0)
  async function write(id: number, from: number | undefined): Promise<void> {
    for (let next = from; next !== undefined;) {
      const one = request(action, next)
      await checks.update(id, one.input)
      next = one.next
    }
  }
  if (action.checkId !== undefined) {
    await write(action.checkId, await written())
    return true
  }
  const first = request(action, 0)
  const { how, receipt } = await once(context, {
    key: `check/${sha}/${name}`,
    kind: 'check',
    intent: { name, sha },
    find: async () => (await checks.find(sha, name))?.id,
    carryOut: () => checks.create(first.input),
  })
  // One that an earlier attempt left behind may say something older.
  await write(receipt, how === 'found' ? await written() : first.next)
  return true
}
