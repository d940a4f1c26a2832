// Check suites (https://docs.github.com/rest/checks/suites).

import { numberParam, param } from '../body.ts'
import { type CheckSuite, suitesOf, suiteState } from '../checks.ts'
import { notFound } from '../http-error.ts'
import { renderCheckSuite, renderSuiteEvent } from '../render/check-suite.ts'
import { created, ok, type Route, type RouteContext } from '../route.ts'
import { listRuns } from './check-runs.ts'
import { commitOf } from './commits.ts'

const BASE = '/repos/{owner}/{repo}'
const read = { permission: 'checks', level: 'read' } as const

function suiteOf(c: RouteContext): CheckSuite {
  const id = numberParam(c, 'check_suite_id')
  const suite = suitesOf(c.repo()).find((one) => one.id === id)
  if (suite === undefined) throw notFound()
  return suite
}

export const checkSuiteRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: `${BASE}/check-suites/{check_suite_id}`,
    access: read,
    handle: async (c) => ok(await renderCheckSuite(c.forge, c.repo(), suiteOf(c))),
  },
  {
    method: 'GET',
    path: `${BASE}/check-suites/{check_suite_id}/check-runs`,
    access: read,
    handle: (c) => {
      const suite = suiteOf(c)
      const all = c.repo().checks.filter((run) => run.suiteId === suite.id)
      return listRuns(c, all, suiteState(c.repo(), suite).runs)
    },
  },
  {
    method: 'POST',
    path: `${BASE}/check-suites/{check_suite_id}/rerequest`,
    access: { permission: 'checks', level: 'write' },
    handle: async (c) => {
      const suite = suiteOf(c)
      const payload = { check_suite: await renderSuiteEvent(c.forge, c.repo(), suite) }
      const event = {
        event: 'check_suite',
        action: 'rerequested',
        repo: c.repo(),
        sender: c.actor(),
        payload,
      }
      c.forge.emit({ ...event, onlyApp: suite.app.id })
      return created({})
    },
  },
  {
    method: 'GET',
    path: `${BASE}/commits/{ref}/check-suites`,
    access: read,
    handle: async (c) => {
      const { sha } = await commitOf(c, param(c, 'ref'))
      const app = c.query.get('app_id')
      const name = c.query.get('check_name')
      const suites = suitesOf(c.repo()).filter(
        (suite) =>
          suite.headSha === sha &&
          (app === null || String(suite.app.id) === app) &&
          (name === null || suiteState(c.repo(), suite).runs.some((run) => run.name === name)),
      )
      const page = await Promise.all(
        c.page(suites).map((suite) => renderCheckSuite(c.forge, c.repo(), suite)),
      )
      return ok({ total_count: suites.length, check_suites: page })
    },
  },
]
