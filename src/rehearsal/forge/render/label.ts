// A label as GitHub's `label`.

import type { Forge } from '../forge.ts'
import type { Label, Repository } from '../world.ts'
import { repositoryUrl } from './repository.ts'

/** `label`. */
export const renderLabel = (forge: Forge, repo: Repository, label: Label) => ({
  id: label.id,
  node_id: label.nodeId,
  url: `${repositoryUrl(forge, repo)}/labels/${encodeURIComponent(label.name)}`,
  name: label.name,
  color: label.color,
  default: label.default,
  description: label.description,
})
