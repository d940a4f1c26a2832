// Everything that a doctor looks at, from this machine outwards, as one list.

import { fail, type Finding } from '../domain/setup/finding.ts'
import type { RepoRef } from '../domain/ids.ts'
import { TerminalError, TransientError } from '../errors.ts'
import { environmentFindings } from './environment.ts'
import { appFindings, identities, type Identities } from './on-github.ts'
import { repositoryFindings } from './on-repository.ts'

/** Never raises for what is wrong out there: that is a finding. `repo`: left out, no repository is looked at. */
export async function diagnose(
  env: Readonly<Record<string, string | undefined>>,
  repo: RepoRef | undefined,
): Promise<Finding[]> {
  const { findings, config } = await environmentFindings(env)
  if (config === undefined) return findings
  const found = identities(config)
  const apps = await appFindings(found)
  findings.push(...apps.findings)
  if (apps.reachable && repo !== undefined) findings.push(...(await lookAt(found, repo)))
  return findings
}

/** What GitHub refuses to show is a finding like any other. */
async function lookAt(found: Identities, repo: RepoRef): Promise<Finding[]> {
  try {
    return await repositoryFindings(found, repo)
  } catch (error) {
    if (!(error instanceof TerminalError || error instanceof TransientError)) throw error
    const fix = 'mend what was found before it, and try again'
    return [fail('repository', `it could not be looked at: ${error.message}`, 'an answer', fix)]
  }
}

const MARKS = { ok: '✔', warn: '▲', fail: '✘' } as const

/** Findings for people, what is wrong with what to do about it. */
export function diagnosisText(findings: readonly Finding[]): string {
  const lines = findings.map(({ level, place, found, expected, fix }) =>
    [
      `${MARKS[level]} ${place}: ${found}`,
      ...(expected === undefined ? [] : [`    expected: ${expected}`]),
      ...(fix === undefined ? [] : [`    fix:      ${fix}`]),
    ].join('\n'),
  )
  const count = (level: Finding['level']): number => findings.filter((one) => one.level === level).length
  return `${lines.join('\n')}\n\n${count('ok')} in order, ${count('warn')} to know, ${count('fail')} to mend\n`
}
