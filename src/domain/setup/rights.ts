// Permissions and events of an App against those that it should have.

import { fail, ok, warn, type Finding } from './finding.ts'

export type Permissions = Readonly<Record<string, string>>

const LEVELS = ['read', 'write', 'admin']

/** Permissions that are wanted and not there, or there with less, as `contents: write (has read)`. */
export function missingPermissions(wanted: Permissions, found: Permissions): string[] {
  return Object.entries(wanted)
    .filter(([name, level]) => LEVELS.indexOf(found[name] ?? '') < LEVELS.indexOf(level))
    .map(([name, level]) => `${name}: ${level} (has ${found[name] ?? 'none'})`)
}

/** `where`: the App's settings, or an installation that has to accept them. */
export function permissionFindings(
  place: string,
  where: 'settings' | 'installation',
  wanted: Permissions,
  found: Permissions,
): Finding[] {
  const missing = missingPermissions(wanted, found)
  if (missing.length === 0) return [ok(place, 'every permission that is needed is there')]
  const fix =
    where === 'settings'
      ? "add them on the App's settings page, Permissions & events, and accept them on each installation"
      : "somebody who owns the account has to accept the App's permissions on the installation's page"
  return [fail(place, `missing: ${missing.join(', ')}`, 'the permissions of app.yml', fix)]
}

export function eventFindings(place: string, wanted: readonly string[], found: readonly string[]): Finding[] {
  const missing = wanted.filter((event) => !found.includes(event))
  if (missing.length === 0) return [ok(place, 'every webhook event that is needed is subscribed to')]
  return [
    fail(
      place,
      `not subscribed to ${missing.join(', ')}`,
      'the events of app.yml',
      "subscribe to them on the App's settings page, Permissions & events",
    ),
  ]
}

const PATH = '/api/github/webhooks'

/** Where the App's webhooks go. Undefined: nowhere. */
export function hookFindings(place: string, url: string | undefined, hasSecret: boolean): Finding[] {
  const expected = `https://<your host>${PATH}`
  const settings = "set it on the App's settings page, Webhook"
  if (url === undefined) return [fail(place, 'there is no webhook URL', expected, settings)]
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  const where =
    parsed === undefined || parsed.hostname.endsWith('example.com') || parsed.pathname !== PATH
      ? [fail(place, `webhooks go to ${url}`, expected, settings)]
      : parsed.protocol === 'https:'
        ? [ok(place, `webhooks go to ${url}`)]
        : [warn(place, `webhooks go to ${url} without encryption`, expected, settings)]
  return hasSecret
    ? where
    : [
        ...where,
        fail(
          `${place}.secret`,
          'the App has no webhook secret, so its webhooks carry no signature and none is accepted',
          'the value of WEBHOOK_SECRET',
          settings,
        ),
      ]
}
