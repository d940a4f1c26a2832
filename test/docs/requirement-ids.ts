// The ids of every requirement, by area: docs/coverage.md has one line for each.

const areas = {
  ROS: 5,
  RTE: 6,
  PLN: 11,
  GAT: 6,
  CON: 5,
  COO: 7,
  EXP: 2,
  DSH: 2,
  USE: 7,
} as const

/** ROS-1 … USE-7, in order. */
export const requirementIds: readonly string[] = Object.entries(areas).flatMap(([area, count]) =>
  Array.from({ length: count }, (_, i) => `${area}-${i + 1}`),
)
