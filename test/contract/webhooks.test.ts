// GitHub's recorded webhook payloads hold to the webhook schemas, except for what GitHub has changed since.

import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { ContractViolation } from '../../src/rehearsal/contract/contract.ts'
import { webhookDescription } from '../../src/rehearsal/contract/description.ts'
import { webhookEvents } from '../../src/rehearsal/contract/operations.ts'
import { createContract } from '../../src/rehearsal/contract/validator.ts'

const fixture = new URL('../fixtures/webhooks/examples.json.gz', import.meta.url)
const recorded = z
  .array(z.strictObject({ name: z.string(), examples: z.array(z.record(z.string(), z.unknown())) }))
  .parse(JSON.parse(gunzipSync(readFileSync(fixture)).toString('utf8')))

/** Payloads by `event.action` (or event). */
const payloads = recorded.flatMap(({ name, examples }) =>
  examples.map((payload) => {
    const action = typeof payload.action === 'string' ? payload.action : null
    return { event: name, action, name: action === null ? name : `${name}.${action}`, payload }
  }),
)
const described = payloads.filter(({ name }) => name in webhookDescription().webhooks)

function check(event: string, action: string | null, payload: unknown): readonly ContractViolation[] {
  const contract = createContract()
  contract.webhook({ event, action, payload })
  return contract.report.violations
}

/** Older recordings lack properties that came later, and two give times in other forms. Nothing else may differ. */
const aged = [
  /^must have required property '(has_discussions|active_lock_reason|auto_merge|app_slug|suspended_at|suspended_by|verified_at|disabled|draft)'$/,
  /^must have required property '(reactions|topics|visibility|performed_via_github_app|description|permissions|events|node_id|details_url)'$/,
  /^must have required property '(requester|requested_team|line|original_line|start_line|original_start_line|start_side|side)'$/,
  /^must have required property '(run_attempt|workflow_name|head_branch|created_at|actor|path|triggering_actor|display_title)'$/,
]
const agedAt = [
  /^\/installation\/(created_at|updated_at)$/,
  /\/app\/(created_at|updated_at)$/,
  /^\/check_suite\/head_commit\/author\/email$/,
]
const isAged = ({ at, message }: ContractViolation): boolean =>
  aged.some((pattern) => pattern.test(message)) || agedAt.some((pattern) => pattern.test(at))

test('the fixture covers the events that are checked', () => {
  expect(payloads.length).toBeGreaterThan(250)
  const names = new Set(recorded.map(({ name }) => name))
  // Newer than the recordings.
  const later = ['issue_dependencies', 'repository_ruleset', 'sub_issues']
  expect(webhookEvents.filter((event) => !names.has(event))).toEqual(later)
})

test.each([...new Set(described.map(({ name }) => name))])(
  'recorded %s payloads hold to the schema',
  (name) => {
    for (const { event, action, payload } of described.filter((one) => one.name === name))
      expect(check(event, action, payload).filter((violation) => !isAged(violation))).toEqual([])
  },
)

test('most recordings hold to it without any allowance', () => {
  const clean = described.filter(({ event, action, payload }) => check(event, action, payload).length === 0)
  expect(clean.length / described.length).toBeGreaterThan(0.6)
})

describe('a broken payload is caught', () => {
  const find = (name: string) => {
    const found = described.find((one) => one.name === name)
    if (found === undefined) throw new Error(`no recording of ${name}`)
    return structuredClone(found.payload)
  }
  test.each<[string, string, (payload: Record<string, unknown>) => void, string, RegExp]>([
    ['a missing issue', 'issues.opened', (payload) => delete payload.issue, '', /required property 'issue'/],
    [
      'a sender that is a name',
      'issues.labeled',
      (payload) => (payload.sender = 'ada'),
      '/sender',
      /must be object/,
    ],
    [
      'another action',
      'issue_comment.created',
      (payload) => (payload.action = 'shouted'),
      '/action',
      /allowed values/,
    ],
    [
      'no repository',
      'check_run.completed',
      (payload) => delete payload.repository,
      '',
      /required property 'repository'/,
    ],
  ])('%s', (_, name, spoil, at, message) => {
    const payload = find(name)
    spoil(payload)
    const [event = '', action = null] = name.split('.')
    const found = check(event, action, payload).filter((violation) => !isAged(violation))
    expect(found).toContainEqual(
      expect.objectContaining({
        side: 'webhook',
        operation: name,
        at,
        message: expect.stringMatching(message),
      }),
    )
  })

  test('an event that GitHub does not send', () => {
    const [violation] = check('issues', 'blessed', {})
    expect(violation).toMatchObject({ side: 'webhook', operation: 'issues.blessed' })
    expect(violation?.message).toMatch(/no such webhook/)
  })
})

test('every webhook schema compiles and refers only to what is there', () => {
  for (const name of Object.keys(webhookDescription().webhooks)) {
    const [event = '', action = null] = name.split('.')
    expect(check(event, action, 'no payload').map(({ at }) => at)).toContain('')
  }
})
