// The pages a person watches a rehearsal on. On loopback: they show everything, private repositories too.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { mayPress } from '../check-buttons.ts'
import type { Forge } from '../forge.ts'
import { findRepository } from '../lookup.ts'
import type { Repository, User } from '../world.ts'
import { markup } from './html.ts'
import type { Page } from './layout.ts'
import { sendPage } from './layout.ts'
import { checkPage, commitPage, runPage } from './pages/code.ts'
import { issuePage, pullPage } from './pages/conversation.ts'
import { homePage, issuesPage, pullsPage, repositoryPage, runsPage } from './pages/lists.ts'

/**
 * Answers a GET for one of the pages and returns true; false, with nothing written, when the path is none of them. Unknown
 * repositories, numbers and commits below a page's path get a 404 page.
 */
export async function handleWeb(forge: Forge, req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  if (req.method !== 'GET' && req.method !== 'HEAD') return false
  const parts = segments(req.url ?? '/')
  if (parts === undefined) return false
  const page = await find(forge, parts)
  if (page === undefined) return false
  const labels = [...forge.world.repositories.values()].flatMap((repo) => [
    ...repo.labels.values(),
    ...[...repo.issues.values()].flatMap((issue) => issue.labels),
  ])
  sendPage(res, page, labels)
  return true
}

/** The path's decoded segments, or undefined when it is not valid percent-encoding. */
function segments(url: string): string[] | undefined {
  try {
    const { pathname } = new URL(url, 'http://localhost')
    return pathname
      .split('/')
      .slice(1)
      .filter((part) => part !== '')
      .map(decodeURIComponent)
  } catch (error) {
    if (error instanceof URIError || error instanceof TypeError) return undefined
    throw error
  }
}

async function find(forge: Forge, parts: readonly string[]): Promise<Page | undefined> {
  if (parts.length === 0) return homePage(forge)
  const [owner = '', name = '', kind, key = '', more] = parts
  const repo = findRepository(forge.world, owner, name)
  if (repo === undefined) return undefined
  switch (kind) {
    case undefined:
      return repositoryPage(repo)
    case 'issues':
      return key === '' ? issuesPage(repo) : conversationPage(forge, repo, Number(key))
    case 'pulls':
      return pullsPage(repo)
    case 'pull':
      return conversationPage(forge, repo, Number(key))
    case 'commit':
      return (/^[0-9a-f]{40}$/.test(key) ? await commitPage(forge, repo, key) : undefined) ?? missing(repo)
    case 'runs':
      return checkRunPage(forge, repo, Number(key))
    case 'actions':
      return key === 'runs' && more !== undefined ? workflowRunPage(repo, Number(more)) : runsPage(repo)
    default:
      return undefined
  }
}

/** `/issues/N` and `/pull/N` both lead to whatever N is, as on github.com. */
async function conversationPage(forge: Forge, repo: Repository, number: number): Promise<Page> {
  const issue = repo.issues.get(number)
  if (issue === undefined) return missing(repo)
  const pull = repo.pulls.get(number)
  return pull === undefined ? issuePage(repo, issue) : pullPage(forge, repo, issue, pull)
}

const peopleOf = (forge: Forge, repo: Repository): User[] =>
  [...forge.world.users.values()].filter((user) => user.type === 'User' && mayPress(repo, user))

function checkRunPage(forge: Forge, repo: Repository, id: number): Page {
  const run = repo.checks.find((one) => one.id === id)
  return run === undefined ? missing(repo) : checkPage(repo, run, peopleOf(forge, repo))
}

function workflowRunPage(repo: Repository, id: number): Page {
  const run = repo.runs.find((one) => one.id === id)
  return run === undefined ? missing(repo) : runPage(repo, run)
}

const missing = (repo: Repository): Page => ({
  title: 'Not found',
  repo,
  body: markup`<h1>Not found</h1>
    <p class="dim">There is nothing here, or not yet.</p>`,
  live: false,
  status: 404,
})
