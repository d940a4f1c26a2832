// The pull request of set-up in words.

import { POLICY_PATH } from '../policy/configuration-files.ts'
import type { FileChange } from './target-files.ts'

const rows = (changes: readonly FileChange[], change: FileChange['change']): string =>
  changes
    .filter((one) => one.change === change)
    .map(({ path }) => `- \`${path}\``)
    .join('\n')

/** Title and description of the pull request that brings these files. */
export function filesProposal(changes: readonly FileChange[]): { title: string; body: string } {
  const updated = rows(changes, 'updated')
  const added = rows(changes, 'added')
  return {
    title: 'Set Baton up',
    body: [
      'What Baton needs in this repository: a policy, the workflows and actions that validate and measure, and issue forms.',
      ...(added === '' ? [] : [`### New\n\n${added}`]),
      ...(updated === ''
        ? []
        : [
            `### Replaced\n\nThese differ here from the version of Baton that made this. Look at what of your own they replace.\n\n${updated}`,
          ]),
      ...(changes.some(({ path }) => path === POLICY_PATH)
        ? [
            `\`${POLICY_PATH}\` says who works here and what must succeed. Edit it on this branch; where the App is installed, the check \`baton/configuration\` says whether it is in order.`,
          ]
        : []),
      'Nothing happens before this is merged. Then an issue with the label `baton`, set by somebody who may write, is worked.',
    ].join('\n\n'),
  }
}
