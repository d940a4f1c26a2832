// A request that cannot be carried out.

/** All that is wrong with it, a line each. Then no command was run and there is no result. */
export class RequestError extends Error {}
