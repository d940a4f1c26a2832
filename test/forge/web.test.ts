// The pages of the embedded GitHub: everything is there, and nothing that somebody wrote becomes markup.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runnerToken } from '../../src/rehearsal/forge/runner-routes.ts'
import { safeUrl } from '../../src/rehearsal/forge/web/html.ts'
import { markdown } from '../../src/rehearsal/forge/web/markdown.ts'
import type { TestForge } from './support.ts'
import { repo, startTestForge } from './support.ts'

const attack = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
const escaped = '&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(2)&gt;'

let files: string
let t: TestForge
let checkId: number
let sha: string

beforeAll(async () => {
  files = await mkdtemp(join(tmpdir(), 'seed-'))
  await writeFile(join(files, 'a.txt'), 'one\ntwo\n')
  await mkdir(join(files, '.github/workflows'), { recursive: true })
  const workflow =
    'name: Bench\non: { workflow_dispatch: { inputs: { nonce: {} } } }\njobs: { run: { runs-on: local, steps: [{ run: "true" }] } }\n'
  await writeFile(join(files, '.github/workflows/bench.yml'), workflow)
  t = await startTestForge({ repositories: [{ owner: 'ada', name: 'engine', files, description: attack }] })
  const ada = t.as('ada')
  const baton = t.app('baton')
  await ada.rest.issues.createLabel({
    ...repo,
    name: attack.slice(0, 50),
    color: '0e8a16',
    description: attack,
  })
  await ada.rest.issues.create({
    ...repo,
    title: `Title ${attack}`,
    body: `Body ${attack}`,
    labels: [attack.slice(0, 50), 'bug'],
  })
  await ada.rest.issues.createComment({ ...repo, issue_number: 1, body: `first ${attack}` })
  const { data: main } = await baton.rest.git.getRef({ ...repo, ref: 'heads/main' })
  await baton.rest.git.createRef({ ...repo, ref: 'refs/heads/topic', sha: main.object.sha })
  const content = Buffer.from(`${attack}\n`).toString('base64')
  await baton.rest.repos.createOrUpdateFileContents({
    ...repo,
    path: 'b.html',
    branch: 'topic',
    message: `Add ${attack}`,
    content,
  })
  const { data: pull } = await baton.rest.pulls.create({
    ...repo,
    title: `Pull ${attack}`,
    head: 'topic',
    base: 'main',
    body: attack,
  })
  sha = pull.head.sha
  const output = {
    title: attack,
    summary: '| seat | verdict |\n|---|---|\n| one | yes |',
    text: `<details><summary>Why</summary>\n\n${attack}\n\n</details>`,
  }
  checkId = (
    await baton.rest.checks.create({
      ...repo,
      name: `check ${attack}`,
      head_sha: sha,
      status: 'completed',
      conclusion: 'failure',
      output,
    })
  ).data.id
  await t.app('reviewer').rest.pulls.createReview({
    ...repo,
    pull_number: 2,
    event: 'REQUEST_CHANGES',
    body: `review ${attack}`,
    comments: [{ path: 'b.html', line: 1, body: `inline ${attack}` }],
  })
  const rules = [
    {
      type: 'pull_request' as const,
      parameters: {
        required_approving_review_count: 1,
        dismiss_stale_reviews_on_push: false,
        require_code_owner_review: false,
        require_last_push_approval: false,
        required_review_thread_resolution: false,
      },
    },
  ]
  await ada.rest.repos.createRepoRuleset({
    ...repo,
    name: 'main',
    target: 'branch',
    enforcement: 'active',
    conditions: { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } },
    rules,
  })
})

afterAll(async () => {
  await t.close()
  await rm(files, { recursive: true, force: true })
})

async function open(path: string) {
  const response = await fetch(t.forge.url + path, { headers: { accept: 'text/html' } })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

const pages = (): [string, string][] => [
  ['/', 'ada/'],
  ['/ada/engine', 'Pull requests'],
  ['/ada/engine/issues', 'Title'],
  ['/ada/engine/issues/1', 'first'],
  ['/ada/engine/pulls', 'Pull'],
  ['/ada/engine/pull/2', 'requested changes'],
  [`/ada/engine/commit/${sha}`, 'b.html'],
  [`/ada/engine/runs/${checkId}`, 'verdict'],
  ['/ada/engine/actions', 'None yet'],
]

describe('every page', () => {
  test('shows what it is for, under the banner, with nothing of the attack left as markup', async () => {
    for (const [path, expected] of pages()) {
      const { status, text, headers } = await open(path)
      expect({ path, status, type: headers.get('content-type') }).toEqual({
        path,
        status: 200,
        type: 'text/html; charset=utf-8',
      })
      expect(text).toContain(expected)
      expect(text).toContain("Baton's embedded stand-in for GitHub.")
      expect(text).not.toContain('<script>')
      expect(text).not.toContain('<img')
      // Whatever begins like a tag is one, whole, and has no handler among its attributes.
      const tags = [...text.matchAll(/<[a-z][a-z\d]*((?:\s+[\w-]+(?:="[^"]*")?)*)\s*\/?>/g)]
      expect(tags).toHaveLength(text.match(/<[a-z]/g)?.length ?? 0)
      for (const [, attributes = ''] of tags)
        expect(attributes.replaceAll(/"[^"]*"/g, '')).not.toMatch(/\son\w+/)
    }
  })

  test('lets only its own script and style run, by a nonce that changes', async () => {
    const nonces = new Set<string>()
    for (const [path] of pages()) {
      const { text, headers } = await open(path)
      const policy = headers.get('content-security-policy') ?? ''
      const nonce = /style-src 'nonce-([^']+)'/.exec(policy)?.[1] ?? ''
      nonces.add(nonce)
      expect(policy).toContain("default-src 'none'")
      expect(policy).not.toContain('unsafe')
      expect(text).toContain(`<style nonce="${nonce}">`)
      for (const [tag] of text.matchAll(/<script[^>]*>/g)) expect(tag).toBe(`<script nonce="${nonce}">`)
      expect(text).not.toMatch(/\sstyle="|(src|href)="(https?:)?\/\//)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    }
    expect(nonces.size).toBe(pages().length)
  })
})

test('the issue shows its text, labels in their colours, and comments', async () => {
  const { text } = await open('/ada/engine/issues/1')
  expect(text).toContain(`Title &quot;&gt;${escaped}`)
  expect(text).toContain('.label.c0e8a16{background:#0e8a16;color:#fff}')
  expect(text.indexOf('Body ')).toBeLessThan(text.indexOf('first '))
})

test('the pull request shows review, inline comment, checks, blockers and the diff', async () => {
  const { text } = await open('/ada/engine/pull/2')
  for (const part of [
    'review &quot;',
    'inline &quot;',
    'check &quot;',
    'Merging is blocked',
    `<td>+&quot;&gt;${escaped}</td>`,
  ])
    expect(text).toContain(part)
  expect(text).toMatch(/At least 1 approving review is required/)
})

test('a check shows tables and folded details', async () => {
  const { text } = await open(`/ada/engine/runs/${checkId}`)
  expect(text).toMatch(/<td class="left">one<\/td>\s*<td class="left">yes<\/td>/)
  expect(text).toMatch(/<details>\s*<summary>Why<\/summary>/)
})

test('a workflow run shows its inputs, jobs, steps and log as they come in', async () => {
  const inputs = { nonce: attack }
  await t
    .as('ada')
    .rest.actions.createWorkflowDispatch({ ...repo, workflow_id: 'bench.yml', ref: 'main', inputs })
  const { data } = await t.as('ada').rest.actions.listWorkflowRunsForRepo(repo)
  const page = `/ada/engine/actions/runs/${data.workflow_runs[0]?.id}`
  const queued = await open(page)
  expect(queued.text).toContain(escaped)
  expect(queued.text).toContain('http-equiv="refresh"')

  const report = async (method: string, path: string, body: unknown): Promise<void> => {
    const headers = {
      authorization: `Bearer ${runnerToken(t.forge)}`,
      'user-agent': 'test',
      'content-type': 'application/json',
    }
    const sent = await fetch(`${t.forge.url}/_runner/repos/ada/engine/${path}`, {
      method,
      headers,
      body: JSON.stringify(body),
    })
    expect(sent.status).toBeLessThan(300)
  }
  const done = { status: 'completed', conclusion: 'failure', started_at: null, completed_at: null } as const
  const steps = [{ ...done, name: `Step ${attack}`, number: 1 }]
  const log = `##[group]Run tests\n\u001b[31mred\u001b[0m\n##[error]${attack}\n##[endgroup]`
  await report('POST', 'claim', { labels: ['local'], name: 'here' })
  await report('PATCH', `runs/${data.workflow_runs[0]?.id}`, {
    status: 'completed',
    conclusion: 'failure',
    jobs: [{ ...done, name: 'run', steps, log }],
  })
  const { text } = await open(page)
  expect(text).toContain(`Step &quot;&gt;${escaped}`)
  expect(text).toContain('<span class="group">Run tests\n</span>red\n')
  expect(text).toContain(`<span class="err">&quot;&gt;${escaped}\n</span>`)
  expect(text).not.toContain('\u001b')
  expect(text).not.toContain('http-equiv="refresh"')
})

test('an open page refreshes itself, with and without JavaScript; its version changes with its content', async () => {
  const before = await open('/ada/engine/issues/1')
  expect(before.text).toContain('<noscript><meta http-equiv="refresh" content="2"')
  expect((await open('/ada/engine/issues/1')).headers.get('x-page-version')).toBe(
    before.headers.get('x-page-version'),
  )
  await t.as('ada').rest.issues.createComment({ ...repo, issue_number: 1, body: 'news' })
  expect((await open('/ada/engine/issues/1')).headers.get('x-page-version')).not.toBe(
    before.headers.get('x-page-version'),
  )
  expect((await open(`/ada/engine/commit/${sha}`)).text).not.toContain('http-equiv="refresh"')
})

test.each([
  'issues/99',
  'pull/none',
  `commit/${'0'.repeat(40)}`,
  'commit/HEAD',
  'runs/1',
  'actions/runs/1',
  'issues/-1',
])('/ada/engine/%s: 404', async (path) => {
  const { status, text } = await open(`/ada/engine/${path}`)
  expect(status).toBe(404)
  expect(text).toContain('Not found')
})

test.each(['/ada/none', '/ada/engine/wiki', '/%E0%A4%A', '/..%2f..%2fetc/passwd'])(
  '%s is none of the pages',
  async (path) => {
    expect((await open(path)).text).not.toContain('embedded stand-in')
  },
)

/** Without the white space between tags, which means nothing here. */
const squeeze = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll('> <', '><')

describe('Markdown', () => {
  test.each([
    ['headings', '## Two ##', '<h2>Two</h2>'],
    [
      'emphasis',
      '**a** *b* ~~c~~ __d__',
      '<p><strong>a</strong> <em>b</em> <del>c</del> <strong>d</strong></p>',
    ],
    ['names with underscores', 'a_b_c', '<p>a_b_c</p>'],
    ['code', '`<b>` ``a`b``', '<p><code>&lt;b&gt;</code> <code>a`b</code></p>'],
    ['references', '#12 in a#13', '<p><a href="/ada/engine/issues/12">#12</a> in a#13</p>'],
    ['hidden markers', '<!-- baton:x -->\nseen <!-- not -->here', '<p>seen here</p>'],
    ['task lists', '- [x] done', '<ul><li class="task"><span class="box done">☑</span> done</li></ul>'],
    ['nested lists', '- a\n  1. b', '<ul><li>a<ol><li>b</li></ol></li></ul>'],
    ['unclosed marks', '**a `b [c](d', '<p>**a `b [c](d</p>'],
    ['line breaks', 'a\nb', '<p>a<br>b</p>'],
  ])('%s', (_, source, expected) => {
    expect(squeeze(markdown(source, '/ada/engine').text)).toBe(squeeze(expected))
  })

  test.each([
    '<script>alert(1)</script>',
    '<b onclick=alert(1)>x</b>',
    '<details ontoggle=alert(1) open><summary>x</summary>y</details>',
    '<a href="javascript:alert(1)">x</a>',
    '[x](javascript:alert(1))',
    '[x](<java\tscript:alert(1)>)',
    '[x](data:text/html,<script>alert(1)</script>)',
    '![x](https://e.test/" onerror="alert(1))',
    '[x](https://e.test/"onmouseover="alert(1))',
    'https://e.test/"onmouseover="alert(1)',
    '```"><script>alert(1)</script>\nx\n```',
    '| <script> |\n|---|\n| <img src=x onerror=alert(1)> |',
    '> <iframe src="https://e.test">',
    '<kbd><script>alert(1)</script></kbd>',
    '<svg/onload=alert(1)>',
    '# <style>*{display:none}</style>',
    '</article></main><h1>forged</h1>',
  ])('%j stays text', (source) => {
    const { text } = markdown(source, '/ada/engine')
    const tags = [...text.matchAll(/<\/?([a-z0-9]+)([^>]*)>/g)]
    for (const [, name, attributes] of tags) {
      expect([
        'p',
        'a',
        'b',
        'br',
        'h1',
        'kbd',
        'code',
        'pre',
        'div',
        'span',
        'table',
        'thead',
        'tbody',
        'tr',
        'th',
        'td',
        'blockquote',
        'details',
        'summary',
      ]).toContain(name)
      expect(attributes).toMatch(
        /^( open| class="[\w -]*"| href="(https:\/\/[^"\s<>]*)" rel="nofollow noreferrer noopener")?$/,
      )
    }
    expect(text).not.toContain('<h1>forged')
  })

  test.each([
    ['brackets', '['.repeat(20_000)],
    ['emphasis', '*a'.repeat(32_000)],
    ['backticks', Array.from({ length: 350 }, (_, i) => '`'.repeat(i + 1)).join('x')],
    ['details', '<details>\n'.repeat(6_500)],
    ['dashes', `${'- '.repeat(32_000)}x`],
    ['spaces in a heading', `# a${' '.repeat(65_000)}b`],
    ['dots in an address', `https://${'.'.repeat(65_000)}x`],
    ['delimiter rows', `|\n${'|-'.repeat(32_000)}x`],
    ['quotes', '> '.repeat(32_000)],
    ['lists', Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}- a`).join('\n')],
  ])('%s without end are rendered all the same', (_, source) => {
    expect(markdown(source).text.length).toBeGreaterThan(100)
  })
})

test.each([
  ['https://e.test/a?b=c', true],
  ['/ada/engine', true],
  ['#anchor', true],
  ['mailto:ada@e.test', true],
  ['//e.test', false],
  ['javascript:alert(1)', false],
  ['JaVaScRiPt:alert(1)', false],
  ['java\nscript:alert(1)', false],
  ['\u0001javascript:alert(1)', false],
  ['data:text/html,x', false],
  ['vbscript:x', false],
  ['', false],
])('safeUrl(%j)', (address, safe) => {
  expect(safeUrl(address)).toBe(safe ? address : undefined)
})
