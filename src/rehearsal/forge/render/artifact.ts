// A workflow artifact as GitHub's `artifact`.

import { createHash } from 'node:crypto'
import type { Forge } from '../forge.ts'
import { artifactExpiry, isExpired } from '../artifacts.ts'
import type { Artifact, Repository } from '../world.ts'
import { repositoryUrl } from './repository.ts'

export function renderArtifact(forge: Forge, repo: Repository, artifact: Artifact) {
  const url = `${repositoryUrl(forge, repo)}/actions/artifacts/${artifact.id}`
  const run = repo.runs.find((one) => one.id === artifact.runId)
  return {
    id: artifact.id,
    node_id: artifact.nodeId,
    name: artifact.name,
    size_in_bytes: artifact.data.length,
    url,
    archive_download_url: `${url}/zip`,
    expired: isExpired(forge, artifact),
    digest: `sha256:${createHash('sha256').update(artifact.data).digest('hex')}`,
    created_at: artifact.createdAt,
    updated_at: artifact.createdAt,
    expires_at: artifactExpiry(artifact),
    ...(run === undefined
      ? {}
      : {
          workflow_run: {
            id: run.id,
            repository_id: repo.id,
            head_repository_id: repo.id,
            head_branch: run.headBranch,
            head_sha: run.headSha,
          },
        }),
  }
}
