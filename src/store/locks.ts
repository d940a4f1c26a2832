// The first halves of the advisory lock keys in use. Arbitrary, but never to change: old and new processes meet on them.

/** Held while migrations run; second half 0. */
export const MIGRATION_LOCK = 0x6261_0001
/** Held by the one process that owns an embedded data folder; second half 0. */
export const FOLDER_LOCK = 0x6261_0002
/** Held by a worker process as long as it lives; second half is its id in the worker table. */
export const WORKER_LOCK = 0x6261_0003
/** Held by a claim of agent runs while it counts and takes slots; second half 0. */
export const RUN_SLOT_LOCK = 0x6261_0004
/** Held while a signal is sent or waited for, to the end of the transaction; second half is a hash of the repository. */
export const SIGNAL_LOCK = 0x6261_0005
/** Held while room in a repository's budget is taken, to the end of the transaction; second half is a hash of the repository. */
export const BUDGET_LOCK = 0x6261_0006
