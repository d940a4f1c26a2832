// A person takes a branch over: while the label is on the pull request, agents neither work on it nor push to it.

import { TAKEOVER_LABEL } from '../roster/labels.ts'
import type { PullObservation } from '../snapshot.ts'

export const isTakenOver = ({ labels }: Pick<PullObservation, 'labels'>): boolean =>
  labels.some((label) => label.toLowerCase() === TAKEOVER_LABEL)
