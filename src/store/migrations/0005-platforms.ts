// Where a workflow run was asked for, and whether it confirms an earlier one.

import { sql, type QueryExecutorProvider } from 'kysely'

const statements = [
  `alter table validation
    add column platform text not null default 'linux-x64',
    add column confirms boolean not null default false`,
  // A result of the form before says nothing of platforms: such heads are asked about again.
  `update validation set state = 'failed', result = null, detail = 'recorded in an older form'
    where result->>'version' = '1'`,
  `alter table validation alter column platform drop default, alter column confirms drop default`,
]

export async function up(db: QueryExecutorProvider): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
