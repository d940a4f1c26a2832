// Accounts as GitHub's `simple-user`, `public-user` and organisation shapes.

import type { Forge } from '../forge.ts'
import type { User } from '../world.ts'

/** `simple-user`: what every author, sender and owner looks like. */
export function renderUser(forge: Forge, user: User) {
  const url = `${forge.url}/api/v3/users/${encodeURIComponent(user.login)}`
  const page = user.type === 'Bot' ? `apps/${user.login.replace(/\[bot\]$/, '')}` : user.login
  return {
    login: user.login,
    id: user.id,
    node_id: user.nodeId,
    avatar_url: `${forge.url}/avatars/u/${user.id}`,
    gravatar_id: '',
    url,
    html_url: `${forge.url}/${page}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: user.type,
    user_view_type: 'public',
    site_admin: false,
  }
}

/** `public-user`: GET /user and GET /users/{username}. */
export function renderPublicUser(forge: Forge, user: User) {
  const repositories = [...forge.world.repositories.values()].filter((repo) => repo.owner.id === user.id)
  return {
    ...renderUser(forge, user),
    name: null,
    company: null,
    blog: null,
    location: null,
    email: null,
    hireable: null,
    bio: null,
    public_repos: repositories.filter((repo) => !repo.private).length,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: forge.world.startedAt,
    updated_at: forge.world.startedAt,
  }
}

/** The `organization` of a webhook payload. */
export function renderOrganization(forge: Forge, user: User) {
  const url = `${forge.url}/api/v3/orgs/${user.login}`
  return {
    login: user.login,
    id: user.id,
    node_id: user.nodeId,
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${forge.url}/avatars/u/${user.id}`,
    description: null,
  }
}
