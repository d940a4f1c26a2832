// The environment that a measured command sees.

/** Carries a random value, by which what a command left running is found. */
export const MARKER = 'MEASURED_COMMAND'

/**
 * What belongs to the step: its request (the nonce), tokens, and the files that steer later steps or hold the request. Kept from
 * a command so that none is used by mistake; code that runs as the same user can still read the memory of this process.
 */
const REFUSED =
  /^(?:INPUT_.*|BATON_.*|ACTIONS_.*|GITHUB_(?:TOKEN|ENV|PATH|OUTPUT|STATE|STEP_SUMMARY|EVENT_PATH))$/i

/** Ours without what is the step's alone. */
export function commandEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !REFUSED.test(name)))
}
