// `baton route`: the route that an issue would take, explained, without a server and without a model.

import { readFile } from 'node:fs/promises'
import { text as readAll } from 'node:stream/consumers'
import { Command } from 'commander'
import { asError, UserError } from '../errors.ts'
import { print } from './print.ts'
import type { TierFacts, TierVerdict } from '../domain/consensus/tier.ts'
import type { RouteReport } from './route-report.ts'

interface Flags {
  labels?: string
  pack?: string
  policy?: string
  paths?: string
  json?: boolean
}

async function issueText(file: string): Promise<string> {
  try {
    return file === '-' ? await readAll(process.stdin) : await readFile(file, 'utf8')
  } catch (error) {
    throw new UserError(
      `the issue cannot be read: ${asError(error).message}`,
      'give the path of a Markdown file, or - for standard input',
      { cause: error },
    )
  }
}

/** Takes the flags and an issue's text; undefined: no issue, only labels. Raises UserError for what cannot be read. */
export async function explainRoute(
  issue: { file: string; text: string } | undefined,
  flags: Omit<Flags, 'json'>,
): Promise<RouteReport> {
  // Loaded only now: --help needs none of it.
  const { labelList, readIssue } = await import('./issue-file.ts')
  const { chooseTeam } = await import('./choose-team.ts')
  const { route } = await import('../domain/roster/route.ts')
  const { tierOf } = await import('../domain/consensus/tier.ts')
  const { tierLabel } = await import('../domain/roster/labels.ts')
  const { readPriority } = await import('../domain/priority/read.ts')
  const { onRoadmap } = await import('../domain/priority/roadmap.ts')
  const { explainPriority } = await import('../domain/priority/explain.ts')
  const { defaultNotes, labelNotes, matchPaths, pathNotes } = await import('./route-notes.ts')
  const read = issue && readIssue(issue.file, issue.text)
  const labels = [...new Set([...(read?.labels ?? []), ...labelList(flags.labels ?? '')])]
  const { pack, policy, from } = await chooseTeam({ pack: flags.pack, policy: flags.policy })
  const consensus = policy?.consensus ?? pack.consensus
  const tiers = policy?.tiers ?? pack.tiers
  // Whose labels they are is known to the server only: here one raises a tier, and lowers none.
  const agents = labels.flatMap((label) => {
    const named = tierLabel(label)
    return named === undefined ? [] : [{ tier: named, by: `the label ${label}` }]
  })
  const tier = (task: Pick<TierFacts, 'type' | 'kind' | 'complexity' | 'paths'>): TierVerdict =>
    tierOf(tiers, { ...task, labels, files: undefined, agents, people: [] })
  const taken = route({ labels, pack, consensus, tiers, tier })
  const paths = matchPaths(
    pack,
    labelList(flags.paths ?? '').map((path) => path.replace(/^\.\//, '')),
  )
  const priority = readPriority({
    labels,
    blocks: 0,
    roadmap: onRoadmap(pack, labels, undefined),
    defaultLevel: policy?.default_priority,
  })
  return {
    title: read?.title,
    labels,
    pack,
    from,
    consensus,
    tiers,
    tier,
    route: taken,
    priority: explainPriority(priority),
    paths,
    notes: [
      ...defaultNotes(labels, pack, taken),
      ...labelNotes(pack, labels, policy?.label ?? 'baton'),
      ...pathNotes(paths, taken),
    ],
  }
}

async function run(file: string | undefined, flags: Flags): Promise<void> {
  const issue = file === undefined ? undefined : { file, text: await issueText(file) }
  const report = await explainRoute(issue, flags)
  const { routeText } = await import('./route-report.ts')
  print(flags.json === true ? `${JSON.stringify(report.route)}\n` : `${routeText(report)}\n`)
}

export const routeCommand = new Command('route')
  .description('Explain the route that an issue would take, offline')
  .argument('[file]', 'the issue as Markdown, with title and labels in front matter if wanted; - is stdin')
  .option('--labels <names>', 'labels with commas between them, besides those of the file')
  .option('--pack <name>', 'the team')
  .option(
    '--policy <file>',
    'a policy, whose pack is the team (default: .github/baton.yml here, else asa-swarm)',
  )
  .option(
    '--paths <paths>',
    'changed paths with commas between them: which components and seats they bring in',
  )
  .option('--json', 'print the route as one JSON object')
  .addHelpText(
    'after',
    `
Nobody is asked: an issue without a label type:* is classified by the orchestrator when the task runs, and by defaults here.
Workload and record, which may bring in a stand-in, are known to the server only.

Exit code: 0 when there is a route, 1 when something cannot be read.`,
  )
  .action(run)
