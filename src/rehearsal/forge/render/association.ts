// `author_association`: how a text's author stands to the repository. For display only; commands use the role.

import type { Repository, User } from '../world.ts'

export type Association = 'OWNER' | 'MEMBER' | 'COLLABORATOR' | 'CONTRIBUTOR' | 'NONE'

/** The association GitHub shows. An organisation's collaborators count as its members, since it has no other ones here. */
export function associationOf(repo: Repository, user: User): Association {
  if (user.id === repo.owner.id) return 'OWNER'
  const role = repo.collaborators.get(user.login.toLowerCase())
  if (role !== undefined && role !== 'none') {
    return repo.owner.type === 'Organization' ? 'MEMBER' : 'COLLABORATOR'
  }
  for (const pull of repo.pulls.values()) {
    if (pull.merged && repo.issues.get(pull.number)?.user.id === user.id) return 'CONTRIBUTOR'
  }
  return 'NONE'
}
