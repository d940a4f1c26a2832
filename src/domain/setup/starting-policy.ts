// The policy that a repository begins with: what has to be chosen, and nothing that has a default.

export interface FirstChoices {
  /** The pack, that is the team of agents. */
  pack: string
  /** Shell commands that must succeed on every wave, in their order; at least one. */
  tests: readonly string[]
  /** Shell commands that prepare a checkout for them. */
  setup: readonly string[]
}

/** Words that no YAML takes for anything else, alone or in a flow; numbers begin with no letter. */
const PLAIN = /^(?!(?:true|false|null|yes|no|on|off|y|n)$)[a-z][\w./-]*(?: [\w./-]+)*$/i

/** Of anything else the JSON string, which is a YAML string whatever stands in it (https://yaml.org/spec/1.2.2, 1.2). */
const scalar = (text: string): string => (PLAIN.test(text) ? text : JSON.stringify(text))

const nameOf = (i: number): string => (i === 0 ? 'tests' : `tests-${i + 1}`)

/** The text of `.github/baton.yml`. `reference`: where all keys are explained. */
export const startingPolicy = ({ pack, tests, setup }: FirstChoices, reference: string): string =>
  [
    `# The policy of this repository for Baton. Every key, with its default: ${reference}`,
    'version: 1',
    '',
    '# The team of agents and its routing.',
    `extends: ${scalar(pack)}`,
    '',
    '# What must succeed on every wave, in GitHub Actions.',
    'validate:',
    ...(setup.length === 0 ? [] : [`  setup: [${setup.map(scalar).join(', ')}]`]),
    '  commands:',
    ...tests.map((run, i) => `    - { name: ${nameOf(i)}, run: ${scalar(run)} }`),
    '',
  ].join('\n')
