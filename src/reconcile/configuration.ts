// A target repository's policy and roster as read from its default branch; the last good one while that is broken.
// The same reading for a configuration that is only proposed.

import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { RepoRef } from '../domain/ids.ts'
import { POLICY_PATH, ROSTER_PATH } from '../domain/policy/configuration-files.ts'
import { effectivePolicy, type EffectivePolicy } from '../domain/policy/effective.ts'
import type { Pack } from '../domain/roster/pack.ts'
import { compareProblems, type Problem } from '../domain/roster/problem.ts'
import type { ConfigurationReading } from '../domain/stages/proposed-configuration.ts'
import { InternalError } from '../errors.ts'
import type { ConfigurationFiles } from '../github/proposals-api.ts'
import { loadTargetRoster, parseAgentFile, parsePolicy } from '../roster/index.ts'
import { lastGood, saveGood, type ConfigurationTexts } from '../store/configurations.ts'
import type { Schema } from '../store/schema.ts'

export interface Configurations {
  /** The policy in force and what is wrong with the one on the default branch. */
  resolve(
    repo: RepoRef,
    seen: { policy: string | undefined; roster: readonly { name: string; text: string }[] },
  ): Promise<{ policy: EffectivePolicy | undefined; problems: string[] }>
  /** Reads a configuration that somebody proposes; what is in force is neither asked nor touched. */
  inspect(files: ConfigurationFiles): ConfigurationReading
}

const Roster = z.array(z.strictObject({ name: z.string(), text: z.string() }))

/** One line of Markdown that says what is wrong where, and what would be right. */
/** One line of Markdown that says what is wrong where, and what would be right. */
export const problemLine = (problem: Problem): string => {
  const key = problem.key === '' ? '' : ` \`${problem.key}\``
  return `\`${problem.file}:${problem.line}\`${key}: ${problem.message}. Expected ${problem.expected}, for example \`${problem.example.split('\n')[0] ?? ''}\`.`
}

type Parsed = { policy: EffectivePolicy } | { problems: Problem[] }

const inRoster = (entry: { name: string }): string => `${ROSTER_PATH}/${entry.name}`

/** What is wrong with agents whatever the pack is. */
const agentProblems = (roster: ConfigurationTexts['roster']): Problem[] =>
  roster.flatMap((entry) => {
    if (/^readme\.md$/i.test(entry.name)) return []
    const read = parseAgentFile({ path: inRoster(entry), text: entry.text })
    return 'problems' in read ? read.problems : []
  })

function parse(texts: ConfigurationTexts, packs: ReadonlyMap<string, Pack>): Parsed {
  const entries = texts.roster.map((entry) => ({ name: inRoster(entry), text: entry.text }))
  // The pack's name is in the policy, and the policy may seat the repository's own agents: read the agents alone first.
  const own = [...packs.values()].map((pack) => loadTargetRoster(entries, pack).own)[0] ?? []
  const parsed = parsePolicy({ path: POLICY_PATH, text: texts.policy, agents: own }, packs)
  if ('problems' in parsed)
    return { problems: [...parsed.problems, ...agentProblems(texts.roster)].sort(compareProblems) }
  const pack = packs.get(parsed.policy.extends)
  if (pack === undefined)
    throw new InternalError(`a policy passed its check with the unknown pack ${parsed.policy.extends}`)
  const roster = loadTargetRoster(entries, pack)
  return roster.problems.length > 0
    ? { problems: roster.problems }
    : { policy: effectivePolicy(roster.pack, parsed.policy) }
}

const noText = (file: string): Problem => ({
  file,
  line: 1,
  key: '',
  message: 'it is not a text file',
  expected: 'a file with text in UTF-8',
  example: file === POLICY_PATH ? 'version: 1' : 'name: rust-engineer',
})

function inspect(
  { policy, roster }: ConfigurationFiles,
  packs: ReadonlyMap<string, Pack>,
): ConfigurationReading {
  const files = [...(policy === undefined ? [] : [POLICY_PATH]), ...roster.map(inRoster)]
  const readable = roster.flatMap(({ name, text }) => (text === undefined ? [] : [{ name, text }]))
  const unreadable = roster.filter(({ text }) => text === undefined).map((entry) => noText(inRoster(entry)))
  if (policy?.text === undefined) {
    if (policy !== undefined) unreadable.push(noText(POLICY_PATH))
    const problems = [...unreadable, ...agentProblems(readable)].sort(compareProblems)
    return { files, policy: undefined, problems }
  }
  const parsed = parse({ policy: policy.text, roster: readable }, packs)
  const problems = [...unreadable, ...('problems' in parsed ? parsed.problems : [])].sort(compareProblems)
  return {
    files,
    policy: problems.length === 0 && 'policy' in parsed ? parsed.policy : undefined,
    problems,
  }
}

/** Parsing is remembered by text: a pass over an unchanged repository parses nothing. */
export function createConfigurations(db: Kysely<Schema>, packs: ReadonlyMap<string, Pack>): Configurations {
  const remembered = new Map<string, { text: string; parsed: Parsed }>()

  async function fallback(repo: RepoRef): Promise<EffectivePolicy | undefined> {
    const good = await lastGood(db, repo)
    if (good === undefined) return undefined
    const parsed = parse({ policy: good.policy, roster: Roster.parse(good.roster) }, packs)
    return 'policy' in parsed ? parsed.policy : undefined
  }

  return {
    async resolve(repo, seen) {
      if (seen.policy === undefined) {
        const policy = await fallback(repo)
        return {
          policy,
          problems: policy === undefined ? [] : [`\`${POLICY_PATH}\` is gone from the default branch.`],
        }
      }
      const name = `${repo.owner}/${repo.repo}`.toLowerCase()
      const texts = { policy: seen.policy, roster: seen.roster }
      const text = JSON.stringify(texts)
      let entry = remembered.get(name)
      if (entry?.text !== text) {
        entry = { text, parsed: parse(texts, packs) }
        remembered.set(name, entry)
        if ('policy' in entry.parsed) await saveGood(db, repo, texts)
      }
      if ('policy' in entry.parsed) return { policy: entry.parsed.policy, problems: [] }
      return { policy: await fallback(repo), problems: entry.parsed.problems.map(problemLine) }
    },
    inspect: (files) => inspect(files, packs),
  }
}
