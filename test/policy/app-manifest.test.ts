// The App manifest and the issue form: what GitHub and Probot will read is what the code relies on.

import { emitterEventNames } from '@octokit/webhooks'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { TaskKind } from '../../src/domain/outcomes.ts'
import {
  APP_EVENTS,
  APP_PERMISSIONS,
  OPTIONAL_APP_PERMISSIONS,
} from '../../src/domain/policy/app-permissions.ts'
import { Policy } from '../../src/domain/policy/schema.ts'
import { repositoryRoot } from '../roster/support.ts'

const read = (name: string): unknown =>
  parse(readFileSync(path.join(repositoryRoot, name), 'utf8'), { strict: true })

const Manifest = z.strictObject({
  name: z.string().max(34),
  description: z.string(),
  url: z.url(),
  public: z.literal(false),
  hook_attributes: z.strictObject({ url: z.url(), active: z.literal(true) }),
  default_permissions: z.record(z.string(), z.enum(['read', 'write'])),
  default_events: z.array(z.string()),
})

describe('app.yml', () => {
  const manifest = Manifest.parse(read('app.yml'))

  it('asks for exactly the permissions that the code names', () => {
    expect(manifest.default_permissions).toEqual(APP_PERMISSIONS)
    for (const optional of [...Object.keys(OPTIONAL_APP_PERMISSIONS), 'workflows', 'secrets']) {
      expect(Object.keys(manifest.default_permissions)).not.toContain(optional)
    }
  })

  it('subscribes exactly the events that the code names, all known to GitHub', () => {
    expect(manifest.default_events).toEqual([...APP_EVENTS])
    const known = new Set<string>(emitterEventNames)
    expect(APP_EVENTS.filter((event) => !known.has(event))).toEqual([])
  })

  it('sends webhooks to the path that the server listens on', () => {
    expect(new URL(manifest.hook_attributes.url).pathname).toBe('/api/github/webhooks')
  })
})

const Form = z.strictObject({
  name: z.string().min(1),
  description: z.string().min(1),
  title: z.string(),
  labels: z.array(z.string()),
  body: z.array(
    z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('markdown'), attributes: z.strictObject({ value: z.string() }) }),
      z.strictObject({
        type: z.enum(['textarea', 'input']),
        id: z.string().regex(/^[\w-]+$/),
        attributes: z.strictObject({
          label: z.string(),
          description: z.string(),
          placeholder: z.string().optional(),
        }),
        validations: z.strictObject({ required: z.boolean() }),
      }),
      z.strictObject({
        type: z.literal('dropdown'),
        id: z.string().regex(/^[\w-]+$/),
        attributes: z.strictObject({
          label: z.string(),
          description: z.string(),
          options: z.array(z.string()).min(1),
          default: z.int().optional(),
        }),
      }),
    ]),
  ),
})

describe('the issue form', () => {
  const form = Form.parse(read('templates/target/.github/ISSUE_TEMPLATE/baton-task.yml'))

  it('offers every task type and assigns by the default label', () => {
    const kinds = form.body.flatMap((field) => (field.type === 'dropdown' ? field.attributes.options : []))
    expect(kinds.slice(1).sort()).toEqual([...TaskKind.options].sort())
    const policy = Policy.parse({
      version: 1,
      extends: 'x',
      validate: { commands: [{ name: 't', run: 't' }] },
    })
    expect(form.labels).toEqual([policy.label])
  })

  it('uses every id once', () => {
    const ids = form.body.flatMap((field) => ('id' in field ? [field.id] : []))
    expect(new Set(ids).size).toBe(ids.length)
  })
})
