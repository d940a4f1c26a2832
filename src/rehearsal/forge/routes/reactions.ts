// Reactions to issues, pull requests and their comments.

import { z } from 'zod'
import { requireAuthorOr } from '../access.ts'
import { numberParam, parseBody } from '../body.ts'
import { notFound } from '../http-error.ts'
import { commentById, issueByNumber } from '../lookup.ts'
import { REACTIONS, renderReaction } from '../render/reaction.ts'
import { created, noContent, ok } from '../route.ts'
import type { Route, RouteContext } from '../route.ts'
import { nodeId } from '../world.ts'
import type { Reaction } from '../world.ts'

const read = { permission: 'issues', or: 'pull_requests', level: 'read' } as const
const write = { permission: 'issues', or: 'pull_requests', level: 'write', role: 'read' } as const

const reactionBody = z.strictObject({ content: z.enum(REACTIONS) })

/** The three routes of one kind of thing that can be reacted to. */
const reactionsAt = (path: string, listOf: (c: RouteContext) => Reaction[]): Route[] => [
  {
    method: 'GET',
    path,
    access: read,
    handle(c) {
      const content = c.query.get('content')
      const shown = listOf(c).filter((reaction) => content === null || reaction.content === content)
      return ok(c.page(shown).map((reaction) => renderReaction(c.forge, reaction)))
    },
  },
  {
    method: 'POST',
    path,
    access: write,
    handle(c) {
      const list = listOf(c)
      const { content } = parseBody(c, reactionBody)
      const user = c.actor()
      const mine = list.find((one) => one.user.id === user.id && one.content === content)
      // The same reaction twice is the one there already is: 200 instead of 201.
      if (mine !== undefined) return ok(renderReaction(c.forge, mine))
      const id = c.world.nextId()
      const reaction = { id, nodeId: nodeId('REA', id), user, content, createdAt: c.world.iso() }
      list.push(reaction)
      return created(renderReaction(c.forge, reaction))
    },
  },
  {
    method: 'DELETE',
    path: `${path}/{reaction_id}`,
    access: write,
    handle(c) {
      const list = listOf(c)
      const id = numberParam(c, 'reaction_id')
      const reaction = list.find((one) => one.id === id)
      if (reaction === undefined) throw notFound()
      requireAuthorOr(c, reaction.user, 'admin')
      list.splice(list.indexOf(reaction), 1)
      return noContent()
    },
  },
]

export const reactionRoutes: readonly Route[] = [
  ...reactionsAt(
    '/repos/{owner}/{repo}/issues/{issue_number}/reactions',
    (c) => issueByNumber(c.repo(), numberParam(c, 'issue_number')).reactions,
  ),
  ...reactionsAt(
    '/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions',
    (c) => commentById(c.repo(), numberParam(c, 'comment_id')).comment.reactions,
  ),
]
