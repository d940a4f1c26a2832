// Artifacts of workflow runs (https://docs.github.com/rest/actions/artifacts).

import { isExpired, temporaryLink } from '../artifacts.ts'
import { numberParam, param } from '../body.ts'
import { HttpError, notFound } from '../http-error.ts'
import { renderArtifact } from '../render/artifact.ts'
import { noContent, ok, type Reply, type Route, type RouteContext } from '../route.ts'
import type { Artifact } from '../world.ts'
import { runOf } from './workflow-runs.ts'

const BASE = '/repos/{owner}/{repo}/actions'
const read = { permission: 'actions', level: 'read' } as const

function artifactOf(c: RouteContext): Artifact {
  const id = numberParam(c, 'artifact_id')
  const artifact = c.repo().artifacts.find((one) => one.id === id)
  if (artifact === undefined) throw notFound()
  return artifact
}

function list(c: RouteContext, artifacts: readonly Artifact[]): Reply {
  const name = c.query.get('name')
  const found = artifacts.filter((one) => name === null || one.name === name).toReversed()
  const page = c.page(found).map((artifact) => renderArtifact(c.forge, c.repo(), artifact))
  return ok({ total_count: found.length, artifacts: page })
}

export const artifactRoutes: readonly Route[] = [
  { method: 'GET', path: `${BASE}/artifacts`, access: read, handle: (c) => list(c, c.repo().artifacts) },
  {
    method: 'GET',
    path: `${BASE}/runs/{run_id}/artifacts`,
    access: read,
    handle: (c) => {
      const { id } = runOf(c)
      return list(
        c,
        c.repo().artifacts.filter((artifact) => artifact.runId === id),
      )
    },
  },
  {
    method: 'GET',
    path: `${BASE}/artifacts/{artifact_id}`,
    access: read,
    handle: (c) => ok(renderArtifact(c.forge, c.repo(), artifactOf(c))),
  },
  {
    method: 'DELETE',
    path: `${BASE}/artifacts/{artifact_id}`,
    access: { permission: 'actions', level: 'write' },
    handle: (c) => {
      const { artifacts } = c.repo()
      artifacts.splice(artifacts.indexOf(artifactOf(c)), 1)
      return noContent()
    },
  },
  {
    method: 'GET',
    path: `${BASE}/artifacts/{artifact_id}/{archive_format}`,
    access: read,
    handle: (c) => {
      // Unlike most reads of a public repository, downloads need a token.
      c.actor()
      const artifact = artifactOf(c)
      if (param(c, 'archive_format') !== 'zip')
        throw new HttpError(400, 'Only zip is supported as archive format')
      if (isExpired(c.forge, artifact)) throw new HttpError(410, 'Artifact has expired')
      const location = temporaryLink(c.forge, c.repo(), artifact.data, 'application/zip')
      return { status: 302, headers: { location } }
    },
  },
]
