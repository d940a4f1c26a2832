// The example of docs/rehearsal.md, taken from the page and played by the command line that the page gives.

import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { fences, read, ROOT } from './documents.ts'

const run = promisify(execFile)
let work = ''
let repo = ''

const Result = z.object({
  ok: z.boolean(),
  model: z.string(),
  github: z.string(),
  issue: z.object({ number: z.number(), state: z.string() }),
  waves: z.array(
    z.object({
      branch: z.string(),
      merged: z.boolean(),
      checks: z.record(z.string(), z.string()),
      verdicts: z.array(z.object({ seat: z.string(), position: z.string() })),
    }),
  ),
  requests: z.object({ sent: z.number(), schemaViolations: z.number() }),
})

const git = async (...args: string[]): Promise<string> =>
  (await run('git', ['-C', repo, '-c', 'user.name=ada', '-c', 'user.email=ada@example.invalid', ...args]))
    .stdout

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'baton-example-'))
  repo = join(work, 'greeter')
  await mkdir(repo)
  for (const { file, text } of fences(read('docs/rehearsal.md'))) {
    if (file === undefined) continue
    await writeFile(join(file === 'issue.md' || file === 'script.mjs' ? work : repo, file), text)
  }
  await run('git', ['init', '--quiet', '-b', 'main', repo])
  await git('add', '--all')
  await git('commit', '--quiet', '-m', 'Greet by name')
})

afterAll(() => rm(work, { recursive: true, force: true }))

test('the example plays from the issue to the merge', async () => {
  const before = await git('log', '--all', '--format=%H')
  const { stdout } = await run(
    process.execPath,
    [
      join(ROOT, 'src/cli.ts'),
      'rehearse',
      '--json',
      '--repo',
      repo,
      '--issue',
      join(work, 'issue.md'),
      '--script',
      join(work, 'script.mjs'),
    ],
    { cwd: work },
  )
  const result = Result.parse(JSON.parse(stdout))
  expect(result).toMatchObject({
    ok: true,
    model: 'scripted',
    github: 'embedded',
    issue: { number: 1, state: 'closed' },
    waves: [
      {
        branch: 'baton/issue-1/wave-1-implementer',
        merged: true,
        checks: { 'baton/gates': 'success', 'baton/consensus': 'success' },
        verdicts: [{ seat: 'critic', position: 'approve' }],
      },
    ],
    requests: { schemaViolations: 0 },
  })
  expect(result.requests.sent).toBeGreaterThan(0)
  // The repository itself is only read.
  expect(await git('log', '--all', '--format=%H')).toBe(before)
  expect(await git('status', '--porcelain')).toBe('')
})

test('the page gives the command that is run here', () => {
  expect(read('docs/rehearsal.md')).toContain(
    'node src/cli.ts rehearse --repo ../greeter --issue issue.md --script script.mjs',
  )
})
