// The names of our check runs. They are part of rulesets: changing one breaks installed repositories.

export const GATES_CHECK = 'baton/gates'
export const CONSENSUS_CHECK = 'baton/consensus'
/** Not a required one: only there while something is frozen. The conductor does not merge past it. */
export const FREEZE_CHECK = 'baton/freeze'
