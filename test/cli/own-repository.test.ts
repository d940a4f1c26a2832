// `baton rehearse --repo --json --keep`: somebody's own repository ends merged in the copy, and is itself untouched.

import { readdirSync } from 'node:fs'
import { afterAll, expect, it } from 'vitest'
import { z } from 'zod'
import { bytesOf, git, makeOwnRepository } from './own-repository.ts'
import { gone, scratch, start } from './support.ts'

const { dir, remove } = scratch()
afterAll(remove)

const Summary = z.looseObject({
  ok: z.boolean(),
  model: z.string(),
  github: z.string(),
  waves: z.array(
    z.looseObject({
      merged: z.boolean(),
      verdicts: z.array(z.looseObject({ seat: z.string(), position: z.string() })),
    }),
  ),
})

const state = (repo: string): string[] => [
  git(repo, 'status', '--porcelain'),
  git(repo, 'for-each-ref'),
  git(repo, 'stash', 'list'),
]

it('merges in the copy, serves it until Ctrl-C, and leaves nothing', async () => {
  const { repo, issue, script } = makeOwnRepository(dir)
  const before = [state(repo), bytesOf(repo)]
  const running = start(
    [
      'rehearse',
      '--repo',
      repo,
      '--issue',
      issue,
      '--script',
      script,
      '--pack',
      'asa-swarm',
      '--json',
      '--keep',
    ],
    { dir },
  )
  await running.shows(/Serving http:\S+ until Ctrl-C/)
  const url = /Serving (\S+) until/.exec(running.stderr)?.[1] ?? ''

  const merged = await fetch(`${url}/api/v3/repos/local/greeter/contents/greet.mjs`, {
    headers: { authorization: 'Bearer ghp_rehearsal_you', accept: 'application/vnd.github.raw+json' },
  })
  expect(await merged.text()).toContain('!`')
  const links = running.stderr.match(/http:\/\/\S+\/(?:issues|pull)\/\d+/g) ?? []
  expect(links).toEqual([`${url}/local/greeter/issues/1`, `${url}/local/greeter/pull/2`])
  for (const link of links) expect((await fetch(link, { headers: { accept: 'text/html' } })).status).toBe(200)

  const children = running.children()
  expect(children.length).toBeGreaterThan(0)
  running.kill('SIGINT', 'group')
  const { exitCode, stdout, stderr } = await running.ended
  expect(exitCode).toBe(0)
  await gone(children)
  expect(readdirSync(running.temp)).toEqual([])
  await expect(fetch(url)).rejects.toThrow()

  expect(stdout.trimEnd().split('\n')).toHaveLength(1)
  const summary = Summary.parse(JSON.parse(stdout))
  expect(summary).toMatchObject({
    ok: true,
    model: 'scripted',
    github: 'embedded',
    waves: [{ merged: true, verdicts: [{ seat: 'critic', position: 'approve' }] }],
  })
  expect(stderr).toContain('Not in the copy: 2 uncommitted changes')
  expect(stderr).toContain('github.com does not take part')
  expect([state(repo), bytesOf(repo)]).toEqual(before)
})
