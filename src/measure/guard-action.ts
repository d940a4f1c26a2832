// Entry of the bundled action baton-guard: fails unless every given commit is on a branch of this repository itself.

import { foreignCommits } from './own-commits.ts'
import { sayError } from './workflow-commands.ts'

const history = process.env['INPUT_HISTORY'] ?? ''
const shas = (process.env['INPUT_SHAS'] ?? '').split(/\s+/).filter((sha) => sha !== '')
const problems = shas.length === 0 ? ['no commit was named'] : foreignCommits(history, shas)
if (problems.length > 0) {
  sayError(
    `${problems.join('\n')}\nA self-hosted runner does not run code of forks. Push the commit to a branch first.`,
  )
  process.exitCode = 1
}
