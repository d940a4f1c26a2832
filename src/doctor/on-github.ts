// The Apps on GitHub: whether their credentials are valid, and whether they may and hear what they should.

import type { Config } from '../config.ts'
import { APP_EVENTS, APP_PERMISSIONS, REVIEWER_APP_PERMISSIONS } from '../domain/policy/app-permissions.ts'
import { fail, ok, type Finding } from '../domain/setup/finding.ts'
import { eventFindings, hookFindings, permissionFindings } from '../domain/setup/rights.ts'
import { asError, TerminalError, TransientError } from '../errors.ts'
import { createGitHub, type GitHub } from '../github/apps.ts'
import { inspectApp, type AppFacts } from '../github/inspection.ts'

/** GitHub as each App sees it; the reviewer's as its own author, to be asked about itself. */
export interface Identities {
  github: GitHub
  reviewer: GitHub | undefined
}

export function identities({ github: configured }: Config): Identities {
  const quiet = (): void => undefined
  const shared = { ...configured, baseUrl: configured.apiUrl, log: { debug: quiet, warn: quiet } }
  const { reviewer } = configured
  return {
    github: createGitHub(shared),
    reviewer:
      reviewer === undefined ? undefined : createGitHub({ ...shared, author: reviewer, reviewer: undefined }),
  }
}

async function facts(place: string, github: GitHub): Promise<{ app: AppFacts } | { finding: Finding }> {
  try {
    return { app: await inspectApp(github) }
  } catch (error) {
    if (error instanceof TerminalError)
      return {
        finding: fail(
          place,
          `GitHub does not take the credentials: ${error.message}`,
          'the number of the App and a private key of it that was not deleted',
          "look at both on the App's settings page, and make a new key if need be",
        ),
      }
    if (error instanceof TransientError)
      return {
        finding: fail(
          place,
          `GitHub could not be asked: ${asError(error).message}`,
          'an answer',
          'look at the network and at GHE_HOST, and try again',
        ),
      }
    throw error
  }
}

/** `reachable`: whether there is any use in asking about a repository. */
export async function appFindings({
  github,
  reviewer,
}: Identities): Promise<{ findings: Finding[]; reachable: boolean }> {
  const author = await facts('app', github)
  if ('finding' in author) return { findings: [author.finding], reachable: false }
  const { app } = author
  const findings = [
    ok('app', `the credentials are those of the App ${app.slug}`),
    ...permissionFindings('app.permissions', 'settings', APP_PERMISSIONS, app.permissions),
    ...eventFindings('app.events', APP_EVENTS, app.events),
    ...hookFindings('app.webhook', app.hookUrl, app.hookHasSecret),
  ]
  if (reviewer === undefined) return { findings, reachable: true }
  const second = await facts('reviewer', reviewer)
  if ('finding' in second) return { findings: [...findings, second.finding], reachable: true }
  return {
    findings: [
      ...findings,
      ok('reviewer', `the credentials are those of the App ${second.app.slug}`),
      ...permissionFindings(
        'reviewer.permissions',
        'settings',
        REVIEWER_APP_PERMISSIONS,
        second.app.permissions,
      ),
    ],
    reachable: true,
  }
}
