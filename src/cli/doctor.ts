// `baton doctor`: what is not as it should be, on this machine, at the Apps and on a repository, and how to mend it.

import { existsSync } from 'node:fs'
import { Command } from 'commander'
import { print } from './print.ts'
import { repositoryOf } from './repository-name.ts'

async function run(name: string | undefined, options: { json?: boolean }): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const repo = name === undefined ? undefined : repositoryOf(name)
  // Loaded only now: --help needs none of it.
  const { diagnose, diagnosisText } = await import('../doctor/diagnose.ts')
  const findings = await diagnose(process.env, repo)
  print(options.json === true ? `${JSON.stringify({ findings })}\n` : diagnosisText(findings))
  if (findings.some(({ level }) => level === 'fail')) process.exitCode = 1
}

export const doctorCommand = new Command('doctor')
  .description('Say what is not as it should be, and how to mend it: machine, Apps, and a repository')
  .argument('[owner/repo]', 'a target repository; left out: machine and Apps only')
  .option('--json', 'print one JSON object: findings, each with level, place, found, expected and fix')
  .addHelpText(
    'after',
    `
It only reads. Without credentials (the environment or a file .env, as for \`baton start\`) it looks at this machine alone.

Exit code: 0 when nothing has to be mended, 1 when something has.`,
  )
  .action(run)
