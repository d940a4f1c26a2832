// Coverage as a share.

/** In per cent. Nothing to cover counts as covered. */
export const sharePct = ({ covered, total }: { covered: number; total: number }): number =>
  total === 0 ? 100 : (100 * covered) / total
