// Whether the waves of a chain or pattern can run: every wait names a wave, and no wave waits for itself.

import type { Path } from './check-names.ts'
import type { Finding } from './problem.ts'

interface Waiting {
  id?: string | undefined
  after?: readonly string[] | undefined
}

/** The first cycle in a graph of names, as its members in order; undefined when there is none. */
export function firstCycle(next: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>()
  const path: string[] = []
  const visit = (name: string): string[] | undefined => {
    const at = path.indexOf(name)
    if (at >= 0) return path.slice(at)
    if (done.has(name)) return undefined
    path.push(name)
    for (const other of next.get(name) ?? []) {
      const cycle = visit(other)
      if (cycle !== undefined) return cycle
    }
    path.pop()
    done.add(name)
    return undefined
  }
  for (const name of next.keys()) {
    const cycle = visit(name)
    if (cycle !== undefined) return cycle
  }
  return undefined
}

/** Ids used twice, waits for a wave that there is not, and circles of waits. */
export function checkWaits(waves: readonly Waiting[], path: Path): Finding[] {
  const ids = waves.flatMap((wave) => wave.id ?? [])
  const findings = waves.flatMap((wave, i): Finding[] => [
    ...(wave.id !== undefined && waves.findIndex((other) => other.id === wave.id) < i
      ? [
          {
            path: [...path, i, 'id'],
            message: `there are two waves \`${wave.id}\``,
            expected: 'an id used once',
            example: `id: ${wave.id}-2`,
          },
        ]
      : []),
    ...(wave.after ?? []).flatMap((id, k) =>
      ids.includes(id)
        ? []
        : [
            {
              path: [...path, i, 'after', k],
              message: `it waits for \`${id}\`, and no wave has that id`,
              expected: `one of the ids given: ${ids.length === 0 ? 'none' : ids.join(', ')}`,
              example: `after: [${ids[0] ?? 'design'}]`,
            },
          ],
    ),
  ])
  const graph = new Map(
    waves.flatMap((wave) => (wave.id === undefined ? [] : [[wave.id, wave.after ?? []] as const])),
  )
  const cycle = firstCycle(graph)
  if (cycle !== undefined) {
    const at = waves.findIndex((wave) => wave.id === cycle[0])
    findings.push({
      path: [...path, at, 'after'],
      message: `these waves wait for each other for ever: ${[...cycle, cycle[0]].join(' → ')}`,
      expected: 'waits that lead back to a wave without one',
      example: 'after: []',
    })
  }
  return findings
}
