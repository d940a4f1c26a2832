// The figures to hold, each tied to the row of the bench that measures it.

export interface Target {
  bench: string
  /** The row's `what`, or how it begins. */
  what: string
  limit: number
  /** Whether the limit is the least or the most that is good. */
  good: 'at least' | 'at most'
}

export const targets: readonly Target[] = [
  { bench: 'intake', what: 'of bare', limit: 40, good: 'at least' },
  { bench: 'intake', what: 'answer p99 at 500/s', limit: 25, good: 'at most' },
  { bench: 'intake', what: 'stored → reconcile started p50', limit: 20, good: 'at most' },
  { bench: 'intake', what: 'stored → reconcile started p99', limit: 100, good: 'at most' },
  { bench: 'agent-loop', what: 'loop overhead (CPU), memory, a turn', limit: 5, good: 'at most' },
  { bench: 'agent-loop', what: 'loop overhead (CPU), disk, a turn', limit: 5, good: 'at most' },
  { bench: 'agent-loop', what: 'memory of an open run', limit: 2, good: 'at most' },
  { bench: 'worktree', what: 'worktree / clone', limit: 10, good: 'at most' },
  { bench: 'resync', what: 'a task of many / of few', limit: 200, good: 'at most' },
  { bench: 'resync', what: 'memory after it', limit: 1024, good: 'at most' },
  { bench: 'decide', what: 'decide, 20 merged waves', limit: 2, good: 'at most' },
  { bench: 'decide', what: 'decide, 19 merged waves', limit: 2, good: 'at most' },
  { bench: 'decide', what: 'requests of a pass that changes nothing', limit: 1, good: 'at most' },
  { bench: 'roster', what: 'load and check 1,000 agent files', limit: 1000, good: 'at most' },
  { bench: 'roster', what: 'route, 26 agents', limit: 1, good: 'at most' },
  { bench: 'schedule', what: '100 plans of 20 waves scheduled', limit: 100, good: 'at most' },
  { bench: 'benchmarks', what: 'results of 200 benchmarks, 40 rounds', limit: 1000, good: 'at least' },
  { bench: 'benchmarks', what: 'same code called changed', limit: 1, good: 'at most' },
  { bench: 'benchmarks', what: 'spread 2 %: 5 % slower, found by one run', limit: 90, good: 'at least' },
  { bench: 'benchmarks', what: 'spread 2 %: 5 % slower, found and confirmed', limit: 90, good: 'at least' },
  { bench: 'benchmarks', what: '2 % slower (the floor) blocked', limit: 1, good: 'at most' },
  {
    bench: 'benchmarks',
    what: 'a machine that jumps, limit 5 %: 10 % slower, found and confirmed',
    limit: 90,
    good: 'at least',
  },
  { bench: 'planted', what: '10 % slower, blocked after its confirming run', limit: 100, good: 'at least' },
  { bench: 'planted', what: 'same code, passed', limit: 100, good: 'at least' },
]

/** The target of a row: the one with exactly its name, else the one that its name begins with. */
export function targetOf(bench: string, what: string): Target | undefined {
  const own = targets.filter((target) => target.bench === bench)
  return (
    own.find((target) => target.what === what) ??
    own.find((target) => target.what !== 'of bare' && what.startsWith(target.what))
  )
}

export const isMet = ({ limit, good }: Target, value: number): boolean =>
  good === 'at least' ? value >= limit : value <= limit
