// The last good policy and roster of each target repository, as the texts that were read.

import type { Kysely } from 'kysely'
import type { RepoRef } from '../domain/ids.ts'
import type { Schema } from './schema.ts'
import { toJson } from './text.ts'

export interface ConfigurationTexts {
  policy: string
  roster: readonly { name: string; text: string }[]
}

const name = (repo: RepoRef): string => `${repo.owner}/${repo.repo}`.toLowerCase()

/** Undefined when no valid configuration of this repository was ever seen. The caller parses both. */
export async function lastGood(
  db: Kysely<Schema>,
  repo: RepoRef,
): Promise<{ policy: string; roster: unknown } | undefined> {
  return await db
    .selectFrom('configuration')
    .select(['policy', 'roster'])
    .where('repository', '=', name(repo))
    .executeTakeFirst()
}

export async function saveGood(db: Kysely<Schema>, repo: RepoRef, texts: ConfigurationTexts): Promise<void> {
  const values = { policy: texts.policy, roster: toJson(texts.roster), seen_at: new Date() }
  await db
    .insertInto('configuration')
    .values({ repository: name(repo), ...values })
    .onConflict((conflict) => conflict.column('repository').doUpdateSet(values))
    .execute()
}
