// Memory: a pool of buffers, and a tracker that knows whose they are.

export { BufferPool } from './memory/pool.mjs'
export { MemoryTracker } from './memory/tracker.mjs'
