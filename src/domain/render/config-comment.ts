// What the issue says about a broken policy or roster on the default branch.

export const configComment = (
  problems: readonly string[],
): string => `### Baton: the configuration on the default branch has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}

The last good configuration stays in force until this is mended on the default branch.

${problems.map((problem) => `- ${problem}`).join('\n')}`

export const configFixedComment =
  (): string => `### Baton: the configuration on the default branch is valid again

It is in force from now on.`

/** The first thing a new user may see: what is missing and a policy that works. */
export const missingPolicyComment = (
  problems: readonly string[],
): string => `### Baton: this repository has no valid policy yet

${problems.length > 0 ? problems.map((problem) => `- ${problem}`).join('\n') : 'There is no `.github/baton.yml` on the default branch.'}

A policy that works, to be committed as \`.github/baton.yml\`:

\`\`\`yaml
version: 1
extends: asa-swarm
validate:
  commands:
    - { name: tests, run: npm test }
\`\`\``
