// Packs GitHub's recorded webhook payloads into one fixture that the tests of intake and contract read.
// Usage: node tools/record-webhooks.ts <unpacked @octokit/webhooks-examples>

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { z } from 'zod'
import { UserError } from '../src/errors.ts'

const source = process.argv[2]
if (source === undefined)
  throw new UserError(
    'no source given',
    'node tools/record-webhooks.ts <unpacked @octokit/webhooks-examples>',
  )
const target = join(import.meta.dirname, '../test/fixtures/webhooks')
const events = z.array(
  z.looseObject({ name: z.string(), examples: z.array(z.record(z.string(), z.unknown())) }),
)
const manifest = z
  .looseObject({ version: z.string(), license: z.string() })
  .parse(JSON.parse(await readFile(join(source, 'package.json'), 'utf8')))
const recorded = events.parse(JSON.parse(await readFile(join(source, 'api.github.com/index.json'), 'utf8')))

const kept = recorded.map(({ name, examples }) => ({ name, examples }))
const count = kept.reduce((sum, { examples }) => sum + examples.length, 0)
const packed = gzipSync(JSON.stringify(kept), { level: 9 })
await mkdir(target, { recursive: true })
await writeFile(join(target, 'examples.json.gz'), packed)
await writeFile(
  join(target, 'README.md'),
  `# Recorded webhook payloads

\`examples.json.gz\` holds the ${count} payloads of ${kept.length} events from \`@octokit/webhooks-examples\` ${manifest.version}
(\`api.github.com/index.json\`, licence ${manifest.license}, copyright Octokit contributors), as they are: a gzipped JSON array of
\`{ name, examples }\`, where \`name\` is the \`X-GitHub-Event\` header and each example a body.

Made by \`node tools/record-webhooks.ts <unpacked @octokit/webhooks-examples>\`. The recordings are older than GitHub's
OpenAPI description in \`src/rehearsal/contract\`: some lack properties that GitHub has added since.
`,
)
console.log(`examples.json.gz: ${kept.length} events, ${count} payloads, ${packed.length} bytes`)
