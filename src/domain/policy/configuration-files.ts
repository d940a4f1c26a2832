// Which files of a target repository are its configuration.

/** Where a target repository keeps its policy and its own agents; those in force are the default branch's. */
export const POLICY_PATH = '.github/baton.yml'
export const ROSTER_PATH = '.github/baton/agents'
/** Plans that are committed; an issue that is worked by one says `Plan: <path>`. */
export const PLANS_PATH = '.github/baton/plans'

/** Whether a path is the policy or lies where an agent's file does. */
export function isConfigurationFile(path: string): boolean {
  if (path === POLICY_PATH) return true
  const name = path.startsWith(`${ROSTER_PATH}/`) ? path.slice(ROSTER_PATH.length + 1) : ''
  return name.endsWith('.md') && !name.includes('/')
}
