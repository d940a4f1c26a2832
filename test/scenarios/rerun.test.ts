// A button on the check of a draft is pressed on the embedded GitHub: the tests run once more on that head, and the work goes on.

import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { GATES_CHECK } from '../../src/domain/render/checks.ts'
import { auditOfTask } from '../../src/store/audit.ts'
import { validationsOfTask } from '../../src/store/validations.ts'
import { conduct } from '../support/conduct.ts'
import { until } from '../support/engine.ts'
import { isDone, issueOf, onlyPull, taskOf } from '../support/small-stage.ts'

test('who may write has the tests run again on a head, once; a stranger has not', async () => {
  const { small, baton, acted, rest, close } = await conduct()
  onTestFinished(close)
  const { repo, stage } = small
  const gates = () => repo.checks.find(({ name, status }) => name === GATES_CHECK && status === 'completed')
  const issue = await stage.fileIssue()
  await until('the gates have spoken', () => gates() !== undefined, 200_000)
  const run = gates()!
  expect(run.actions.map(({ identifier }) => identifier)).toEqual(['run-validate'])
  const press = async (login: string): Promise<number> => {
    const { status } = await fetch(`${stage.forge.url}/acme/greeter/runs/${run.id}/press`, {
      method: 'POST',
      body: new URLSearchParams({ login, identifier: 'run-validate' }),
      redirect: 'manual',
    })
    return status
  }
  expect(await press('mallory')).toBe(403)
  // The seats may have sent it back meanwhile: then it is refused with the reason, which a table has.
  expect([303, 404]).toContain(await press('alice'))
  await until('the task is done', () => isDone(repo, issue), 200_000)
  await rest()

  const key = taskOf(issue)
  const answered = (await auditOfTask(baton.store.db, key, 50)).filter(({ what }) => what === 'run again')
  expect(answered).toHaveLength(1)
  const { outcome } = z.object({ outcome: z.string() }).parse(answered[0]?.detail)
  const onHead = (await validationsOfTask(baton.store.db, key)).filter(
    ({ headSha }) => headSha === run.headSha,
  )
  expect(onHead.map(({ state }) => state)).toEqual(outcome === 'accepted' ? ['done', 'done'] : ['done'])
  expect(acted.filter((action) => action.do === 'answer_request')).toHaveLength(1)
  expect(onlyPull(repo).merged).toBe(true)
  expect(issueOf(repo, issue).state).toBe('closed')
  expect(stage.forge.contract.violations).toEqual([])
})
