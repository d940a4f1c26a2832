// A file, folder, link or submodule as the contents API shows it.

import type { Forge } from '../forge.ts'
import type { TreeEntry } from '../git/plumbing.ts'
import type { Repository } from '../world.ts'
import { repositoryPage, repositoryUrl } from './repository.ts'

const typeOf = (entry: TreeEntry): 'dir' | 'submodule' | 'symlink' | 'file' => {
  if (entry.type === 'tree') return 'dir'
  if (entry.type === 'commit') return 'submodule'
  return entry.mode === '120000' ? 'symlink' : 'file'
}

/** `at.path` is the full path; `at.ref` what the client asked for. Content is added by who has it. */
export function renderContent(
  forge: Forge,
  repo: Repository,
  at: { path: string; ref: string; commit: string },
  entry: TreeEntry,
) {
  const path = at.path.split('/').map(encodeURIComponent).join('/')
  const api = repositoryUrl(forge, repo)
  const page = repositoryPage(forge, repo)
  const type = typeOf(entry)
  const url = `${api}/contents/${path}?ref=${encodeURIComponent(at.ref)}`
  const git = `${api}/git/${type === 'dir' ? 'trees' : 'blobs'}/${entry.sha}`
  const html = `${page}/${type === 'dir' ? 'tree' : 'blob'}/${encodeURI(at.ref)}/${path}`
  return {
    type,
    name: at.path.split('/').at(-1) ?? '',
    path: at.path,
    sha: entry.sha,
    size: entry.size ?? 0,
    url,
    git_url: git,
    html_url: html,
    download_url: type === 'file' ? `${page}/raw/${at.commit}/${path}` : null,
    _links: { self: url, git, html },
  }
}
