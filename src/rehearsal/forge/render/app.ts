// An App as GitHub's `integration` and an installation of it.

import type { Forge } from '../forge.ts'
import type { App, Installation } from '../world.ts'
import { renderUser } from './user.ts'

/** `integration`: GET /app, and `performed_via_github_app`. */
export function renderApp(forge: Forge, app: App) {
  return {
    id: app.id,
    client_id: app.clientId,
    slug: app.slug,
    node_id: app.nodeId,
    owner: renderUser(forge, app.owner),
    name: app.name,
    description: null,
    external_url: forge.url,
    html_url: `${forge.url}/apps/${app.slug}`,
    created_at: app.createdAt,
    updated_at: app.createdAt,
    permissions: { ...app.permissions },
    events: [...app.events],
  }
}

/** `integration` or null, for fields that say whether an App did it. */
export const renderAppOrNull = (forge: Forge, app: App | undefined) =>
  app === undefined ? null : renderApp(forge, app)

/** `installation`. */
export function renderInstallation(forge: Forge, installation: Installation) {
  const { id, app, account } = installation
  return {
    id,
    account: renderUser(forge, account),
    repository_selection: installation.repositories === 'all' ? 'all' : 'selected',
    access_tokens_url: `${forge.url}/api/v3/app/installations/${id}/access_tokens`,
    repositories_url: `${forge.url}/api/v3/installation/repositories`,
    html_url:
      account.type === 'Organization'
        ? `${forge.url}/organizations/${account.login}/settings/installations/${id}`
        : `${forge.url}/settings/installations/${id}`,
    app_id: app.id,
    client_id: app.clientId,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: { ...installation.permissions },
    events: [...app.events],
    created_at: installation.createdAt,
    updated_at: installation.createdAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: null,
    suspended_at: null,
  }
}
