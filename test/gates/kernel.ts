// A small kernel that does as much work as it is told and reports how long it took, for benchmarks whose truth is known.

import { METRIC } from './planted.ts'

/** Turns of the loop in the base: one pass takes somewhat less than a millisecond. */
export const WORK = 400
const PASSES = 9

/**
 * Read in by a shell that has set `n`, so that no further process is started. Needs bash 5 for its clock. It reports the shortest of
 * its passes, because whatever else runs only adds time.
 */
export const KERNEL = `best=
for ((pass = 0; pass < ${PASSES}; pass++)); do
  from=\${EPOCHREALTIME/[.,]/}
  state=1
  for ((i = 0; i < n; i++)); do state=$(((state * 1103515245 + 12345) % 2147483648)); done
  to=\${EPOCHREALTIME/[.,]/}
  took=$((to - from))
  if [[ -z $best || $took -lt $best ]]; then best=$took; fi
done
echo '{"metric":"${METRIC}","unit":"us","better":"lower","value":'$best'}'
`
