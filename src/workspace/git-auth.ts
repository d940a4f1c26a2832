// How a token reaches git: through the environment of one process, never in argv, a URL or a stored configuration.

export interface GitAuth {
  /** Installation access token. */
  token: string
  /** The only URL prefix that may receive it, for example `https://github.com/`. */
  urlPrefix: string
}

/**
 * Environment that makes git send the token to `urlPrefix` only. `x-access-token` is the user name GitHub asks for with
 * installation tokens (docs.github.com, "Authenticating as a GitHub App installation").
 */
export function authEnvironment(auth: GitAuth | undefined): Record<string, string> {
  if (auth === undefined) return {}
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${auth.urlPrefix}.extraHeader`,
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic(auth.token)}`,
  }
}

const basic = (token: string): string => Buffer.from(`x-access-token:${token}`).toString('base64')

/** Takes the token (plain and encoded) and any user information in URLs out of a text that will be shown. */
export function redactSecrets(text: string, auth: GitAuth | undefined): string {
  let safe = text.replace(/(https?:\/\/)[^\s/@]+@/g, '$1***@')
  if (auth !== undefined && auth.token !== '') {
    safe = safe.replaceAll(auth.token, '***').replaceAll(basic(auth.token), '***')
  }
  return safe
}
