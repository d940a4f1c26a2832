// The contract catches what GitHub would refuse and what GitHub would never answer.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { RequestCheck, ResponseCheck } from '../../src/rehearsal/contract/contract.ts'
import { restDescription } from '../../src/rehearsal/contract/description.ts'
import { operations } from '../../src/rehearsal/contract/operations.ts'
import { createContract } from '../../src/rehearsal/contract/validator.ts'

const issues = '/repos/{owner}/{repo}/issues'
const params = { owner: 'ada', repo: 'engine' }
const label = {
  id: 1,
  node_id: 'LA_1',
  url: 'https://x.test/l',
  name: 'bug',
  color: 'ff0000',
  default: false,
  description: null,
}

const request = (change: Partial<RequestCheck>): RequestCheck => ({
  method: 'POST',
  template: issues,
  params,
  query: new URLSearchParams(),
  body: { title: 'A title' },
  ...change,
})
const response = (change: Partial<ResponseCheck>): ResponseCheck => ({
  method: 'GET',
  template: '/repos/{owner}/{repo}/labels/{name}',
  status: 200,
  contentType: 'application/json; charset=utf-8',
  body: label,
  ...change,
})
const get = { method: 'GET', body: undefined } as const
const page = (text: string) => ({ query: new URLSearchParams(text) })

describe('requests', () => {
  test.each<[string, Partial<RequestCheck>]>([
    ['a title', {}],
    ['labels as names', { body: { title: 'x', labels: ['a', { name: 'b' }], assignees: ['ada'] } }],
    ['nullable properties', { body: { title: 'x', milestone: null, assignee: null } }],
    ['known query parameters', { ...get, ...page('state=open&per_page=100&page=2') }],
    [
      'no body where none is needed',
      {
        method: 'PUT',
        template: `${issues}/{issue_number}/lock`,
        params: { ...params, issue_number: '7' },
        body: {},
      },
    ],
    ['an empty object for no body', { ...get, body: {} }],
  ])('passes %s', (_, change) => {
    const contract = createContract()
    contract.request(request(change))
    expect(contract.report).toEqual({ sent: 1, violations: [] })
  })

  test.each<[string, Partial<RequestCheck>, { at: string; message: RegExp }]>([
    ['a missing property', { body: { body: 'no title' } }, { at: '', message: /required property 'title'/ }],
    [
      'a wrong type',
      { body: { title: 'x', assignees: 'ada' } },
      { at: '/assignees', message: /must be array/ },
    ],
    [
      'an unknown property',
      { body: { title: 'x', colour: 'red' } },
      { at: '/colour', message: /unknown property "colour"/ },
    ],
    [
      '__proto__ as a property',
      { body: JSON.parse('{"title":"x","__proto__":{}}') },
      { at: '/__proto__', message: /unknown property/ },
    ],
    [
      'an unknown query parameter',
      { ...get, ...page('colour=red') },
      { at: '', message: /unknown property "colour"/ },
    ],
    [
      'a query value outside its list',
      { ...get, ...page('state=ajar') },
      { at: '/state', message: /\["open","closed","all"\]/ },
    ],
    [
      'a query value of the wrong type',
      { ...get, ...page('page=two') },
      { at: '/page', message: /must be integer/ },
    ],
    ['a date that is none', { ...get, ...page('since=yesterday') }, { at: '/since', message: /date-time/ }],
    [
      'a path parameter of the wrong type',
      { ...get, template: `${issues}/{issue_number}`, params: { ...params, issue_number: 'seven' } },
      { at: '/issue_number', message: /must be integer/ },
    ],
    [
      'a body where none is taken',
      { ...get, body: { title: 'x' } },
      { at: '', message: /takes no request body/ },
    ],
    ['a body that is no object', { body: 'title' }, { at: '', message: /must be object/ }],
    [
      'an operation GitHub lacks',
      { template: '/repos/{owner}/{repo}/wishes' },
      { at: '', message: /not among the operations/ },
    ],
    [
      'inline comments of the wrong shape',
      {
        template: '/repos/{owner}/{repo}/pulls/{pull_number}/reviews',
        params: { ...params, pull_number: '1' },
        body: { event: 'SHIP_IT' },
      },
      { at: '/event', message: /REQUEST_CHANGES/ },
    ],
  ])('catches %s', (_, change, expected) => {
    const contract = createContract()
    contract.request(request(change))
    const [violation, ...others] = contract.report.violations
    expect(others).toEqual([])
    expect(violation).toMatchObject({ side: 'request', at: expected.at })
    expect(violation?.message).toMatch(expected.message)
  })
})

describe('responses', () => {
  test.each<[string, Partial<ResponseCheck>]>([
    ['a label', {}],
    ['an additional property', { body: { ...label, later: true } }],
    [
      'a declared error',
      { status: 404, body: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest' } },
    ],
    [
      'an error any operation may give',
      {
        status: 401,
        body: { message: 'Bad credentials', documentation_url: 'https://docs.github.com/rest' },
      },
    ],
    [
      'a refusal that GitHub gives and does not describe',
      {
        method: 'POST',
        template: '/repos/{owner}/{repo}/check-runs',
        status: 422,
        body: { message: 'No commit found', documentation_url: 'https://docs.github.com/rest' },
      },
    ],
    [
      'the message of an error that is described without a body',
      {
        method: 'DELETE',
        template: '/repos/{owner}/{repo}/git/refs/{ref}',
        status: 422,
        body: { message: 'Reference does not exist', documentation_url: 'https://docs.github.com/rest' },
      },
    ],
    ['no body for 204', { method: 'DELETE', status: 204, contentType: undefined, body: undefined }],
    [
      'another media type',
      {
        template: '/repos/{owner}/{repo}/pulls/{pull_number}',
        contentType: 'application/vnd.github.diff',
        body: undefined,
      },
    ],
  ])('passes %s', (_, change) => {
    const contract = createContract()
    contract.response(response(change))
    expect(contract.report.violations).toEqual([])
  })

  test.each<[string, Partial<ResponseCheck>, { at: string; message: RegExp }]>([
    [
      'a missing property',
      { body: { ...label, color: undefined } },
      { at: '', message: /required property 'color'/ },
    ],
    ['a wrong type', { body: { ...label, id: 'one' } }, { at: '/id', message: /must be integer/ }],
    [
      'null where GitHub has none',
      { body: { ...label, name: null } },
      { at: '/name', message: /must be string/ },
    ],
    ['an address that is none', { body: { ...label, url: 'not a url' } }, { at: '/url', message: /uri/ }],
    [
      'an undeclared status',
      { status: 418, body: { message: 'teapot' } },
      { at: '', message: /undeclared status 418/ },
    ],
    ['an undeclared success', { status: 201 }, { at: '', message: /undeclared status 201/ }],
    [
      'an error without a message',
      { status: 401, body: { documentation_url: 'https://docs.github.com/rest' } },
      { at: '', message: /'message'/ },
    ],
    [
      'another body than an error has, where none is described',
      { method: 'DELETE', template: '/repos/{owner}/{repo}/git/refs/{ref}', status: 422, body: {} },
      { at: '', message: /'message'/ },
    ],
    [
      'a 422 of an operation that never gives one',
      { status: 422, body: { message: 'x', documentation_url: 'https://docs.github.com/rest' } },
      { at: '', message: /undeclared status 422/ },
    ],
    ['a body with 204', { method: 'DELETE', status: 204, body: {} }, { at: '', message: /no body/ }],
    ['no body with 200', { contentType: undefined, body: undefined }, { at: '', message: /has no body/ }],
    [
      'a list that is an object',
      { template: '/repos/{owner}/{repo}/labels', body: {} },
      { at: '', message: /must be array/ },
    ],
  ])('catches %s', (_, change, expected) => {
    const contract = createContract()
    contract.response(response(change))
    const found = contract.report.violations.map(({ at, message }) => ({ at, message }))
    expect(found).toContainEqual({ at: expected.at, message: expect.stringMatching(expected.message) })
    expect(contract.report.violations[0]).toMatchObject({ side: 'response', status: change.status ?? 200 })
  })
})

test('identical violations are listed once, and every request is counted', () => {
  const contract = createContract()
  for (let i = 0; i < 3; i += 1) contract.request(request({ body: {} }))
  contract.graphql([])
  contract.graphql([{ message: "Field 'x' doesn't exist on type 'Issue'" }])
  expect(contract.report.sent).toBe(5)
  expect(contract.report.violations.map(({ operation }) => operation)).toEqual([
    `POST ${issues}`,
    'POST /graphql',
  ])
})

test('every schema of the trimmed description compiles and refers only to what is there', () => {
  const contract = createContract()
  for (const operation of operations) {
    const [method = '', template = ''] = operation.split(' ')
    contract.request({ method, template, params: {}, query: new URLSearchParams(), body: { unheardOf: 1 } })
    for (const status of Object.keys(restDescription().operations[operation]?.responses ?? {}))
      contract.response({
        method,
        template,
        status: Number(status),
        contentType: 'application/json',
        body: 1,
      })
  }
  expect(contract.report.sent).toBe(operations.length)
  expect(contract.report.violations.filter(({ message }) => message.startsWith('not among'))).toEqual([])
})

test.each(['openapi.json', 'webhooks.json', 'github.graphql'])(
  '%s stays small and says where it comes from',
  (file) => {
    const text = readFileSync(new URL(`../../src/rehearsal/contract/${file}`, import.meta.url), 'utf8')
    expect(text.length).toBeLessThan(1_500_000)
    expect(text.slice(0, 200)).toMatch(/@octokit\/(openapi|graphql-schema)@\d+\.\d+\.\d+/)
    expect(text).not.toContain('"description":"The ')
  },
)
