// The Probot app: every event goes to intake, before anything of Probot's own looks at it.

import type { ApplicationFunction } from 'probot'
import type { IntakeHandler } from './intake/intake.ts'
import type { HttpHandler } from './http/health.ts'

/**
 * Handlers added here run before Probot's webhook middleware, which would parse, run in memory and forget. Intake takes
 * POST /api/github/webhooks; the others answer pages.
 */
export const batonApp =
  (intake: IntakeHandler, pages: readonly HttpHandler[]): ApplicationFunction =>
  (_app, { addHandler }) => {
    addHandler(intake)
    for (const page of pages) addHandler(page)
  }
