// The scenarios by name: an explicit list.

import type { Scenario } from '../scenario.ts'
import { asaSwarm } from './asa-swarm/index.ts'
import { bitnetRust } from './bitnet-rust/index.ts'
import { mathhook } from './mathhook/index.ts'
import { mergekitRs } from './mergekit-rs/index.ts'
import { mlResearch } from './ml-research/index.ts'

export const DEFAULT_SCENARIO = 'asa-swarm'

export const scenarios: readonly (() => Scenario)[] = [asaSwarm, bitnetRust, mathhook, mergekitRs, mlResearch]
