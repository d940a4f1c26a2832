// What is said about a decision record: its pull request, its two checks, and the approval of the file that the host wrote.

import type { AdrRecord } from '../adr/adr.ts'
import type { Sha } from '../ids.ts'
import type { Snapshot } from '../snapshot.ts'
import type { CheckContent } from '../stages/checks.ts'
import { inCode, oneLine } from './text.ts'

export const adrPull = (
  { issue }: Pick<Snapshot, 'issue'>,
  { number, title, path }: AdrRecord,
): { title: string; body: string } => ({
  title: `Record decision ${number}: ${oneLine(title)}`,
  body: `A decision of issue #${issue.number}, put on record.

This pull request adds \`${inCode(path)}\` and nothing else. Whoever wants to change its words may push to this branch; then it is theirs to merge. Closing it leaves the decision without a record.`,
})

/** The same for both: there is no code that gates or seats could judge. */
export const adrCheck = (name: string, sha: Sha, { path, sha: own }: AdrRecord): CheckContent => ({
  sha,
  name,
  status: 'completed',
  conclusion: 'success',
  title: 'only adds a decision record',
  summary: `The conductor has written this commit itself (${own ?? 'unknown'}): it adds \`${inCode(path)}\` and changes nothing else.`,
})

export const adrApproval = ({ path }: AdrRecord): string =>
  `This head is the conductor's own commit: it adds \`${inCode(path)}\` and changes nothing else. The decision itself was agreed on where the file says.`
