// Renews everything that is cut from GitHub's published descriptions: REST, webhooks, GraphQL, recorded payloads.
// Usage: npm run contract:trim -- <folder with openapi, graphql-schema and webhooks-examples>
//
// The packages are large (400 MB together) and belong outside this project, in any other folder:
//   npm install --prefix /elsewhere --ignore-scripts @octokit/openapi @octokit/graphql-schema @octokit/webhooks-examples
//   npm run contract:trim -- /elsewhere/node_modules/@octokit
// `npm pack` of the same three, each unpacked into a folder of that name, does as well.

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../src/errors.ts'

/** Which tool reads which package. */
const steps = [
  ['trim-openapi.ts', 'openapi'],
  ['trim-graphql.ts', 'graphql-schema'],
  ['record-webhooks.ts', 'webhooks-examples'],
] as const

const folder = process.argv[2]
const missing = steps.filter(([, name]) => !existsSync(join(folder ?? '', name, 'package.json')))
if (folder === undefined || missing.length > 0) {
  throw new UserError(
    `${folder ?? 'nothing'} was given, which lacks ${missing.map(([, name]) => name).join(', ')}`,
    'give the folder that holds the unpacked packages: npm run contract:trim -- /elsewhere/node_modules/@octokit',
  )
}
for (const [tool, name] of steps) {
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, tool), join(folder, name)], {
    stdio: 'inherit',
  })
  if (status !== 0) throw new UserError(`${tool} failed`, 'mend what it says above; nothing after it was run')
}
// The GraphQL schema is kept in this project's format, as the linter asks for.
spawnSync('npx', ['oxfmt', join(import.meta.dirname, '../src/rehearsal/contract/github.graphql')], {
  stdio: 'inherit',
})
