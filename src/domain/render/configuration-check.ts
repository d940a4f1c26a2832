// What the check on a pull request that changes policy or roster says. Its text quotes files of strangers.

import type { CheckAnnotation } from '../actions.ts'
import type { Sha } from '../ids.ts'
import { POLICY_PATH } from '../policy/configuration-files.ts'
import type { Problem } from '../roster/problem.ts'
import type { CheckContent } from '../stages/checks.ts'
import type { ConfigurationVerdict } from '../stages/proposed-configuration.ts'
import { cell, list } from './text.ts'

export const CONFIGURATION_CHECK = 'baton/configuration'

/** Both keep the summary below GitHub's 65,535 characters and a file of nothing but mistakes to a few requests. */
const MAX_TABLE = 50_000
const MAX_PROBLEMS = 200
const MAX_CELL = 500
/** https://docs.github.com/rest/checks/runs */
const MAX_ANNOTATION_TITLE = 255
const MAX_ANNOTATION = 4000

const cut = (text: string, max: number): string => (text.length > max ? `${text.slice(0, max - 1)}…` : text)
const words = (text: string): string => cell(cut(text, MAX_CELL))
const code = (text: string): string => (text === '' ? '' : `\`${words(text).replaceAll('`', "'")}\``)

const HEAD = '| where | key | problem | expected | for example |\n|---|---|---|---|---|'

/** The pack's own files lie somewhere on this machine, which is nobody's business: their folder and name say enough. */
const place = (file: string): string => (file.startsWith('/') ? file.split('/').slice(-2).join('/') : file)

const row = (problem: Problem): string =>
  `| ${[
    code(`${place(problem.file)}:${problem.line}`),
    code(problem.key),
    words(problem.message),
    words(problem.expected),
    code(problem.example.split('\n')[0] ?? ''),
  ].join(' | ')} |`

/** As many rows as there is room for. */
function rows(problems: readonly Problem[]): string[] {
  const shown: string[] = []
  let length = 0
  for (const text of problems.slice(0, MAX_PROBLEMS).map(row)) {
    length += text.length + 1
    if (length > MAX_TABLE) break
    shown.push(text)
  }
  return shown
}

const annotation = ({ file, line, key, message, expected, example }: Problem): CheckAnnotation => ({
  path: file,
  line,
  title: cut(key === '' ? 'Baton configuration' : key, MAX_ANNOTATION_TITLE),
  message: cut(`${message}\nExpected: ${expected}\nFor example:\n${example}`, MAX_ANNOTATION),
})

const STAYS =
  'Whatever is in force stays in force: Baton reads its configuration from the default branch only, and keeps the last good one.'

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`

function broken(
  verdict: Extract<ConfigurationVerdict, { kind: 'broken' }>,
): Omit<CheckContent, 'sha' | 'name'> {
  const { problems, files } = verdict
  const shown = rows(problems)
  const left = problems.length - shown.length
  const more = left === 0 ? [] : [`${counted(left, 'more problem is', 'more problems are')} not shown here.`]
  return {
    status: 'completed',
    conclusion: 'failure',
    title: `the configuration has ${counted(problems.length, 'problem', 'problems')}`,
    summary: [[HEAD, ...shown].join('\n'), ...more, STAYS].join('\n\n'),
    // A problem may also be about a file that is not there, or be the pack's.
    annotations: problems
      .slice(0, shown.length)
      .filter((problem) => files.includes(problem.file))
      .map(annotation),
  }
}

function valid(
  verdict: Extract<ConfigurationVerdict, { kind: 'valid' }>,
): Omit<CheckContent, 'sha' | 'name'> {
  const { policy, own, changes } = verdict
  const { name, agents } = policy.pack
  const names = own.length === 0 ? 'none' : own.map((agent) => `\`${agent.name}\``).join(', ')
  return {
    status: 'completed',
    conclusion: 'success',
    title: 'the configuration is valid',
    summary: [
      `Pack **${name}** with ${counted(agents.length, 'agent', 'agents')}. Of this repository: ${names}.`,
      `**Against the base**\n\n${list(changes.length > 0 ? changes : ['nothing that has an effect'])}`,
      'It comes into force once it is on the default branch.',
    ].join('\n\n'),
  }
}

const unused: Omit<CheckContent, 'sha' | 'name'> = {
  status: 'completed',
  conclusion: 'neutral',
  title: 'there is no policy',
  summary: `The agents can be read. Without \`${POLICY_PATH}\` nothing uses them; whether they fit the pack shows once there is one.`,
}

/** The whole check for a head. */
export function configurationCheck(sha: Sha, verdict: ConfigurationVerdict): CheckContent {
  const about = { sha, name: CONFIGURATION_CHECK }
  switch (verdict.kind) {
    case 'broken':
      return { ...about, ...broken(verdict) }
    case 'unused':
      return { ...about, ...unused }
    case 'valid':
      return { ...about, ...valid(verdict) }
  }
}
