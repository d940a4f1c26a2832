// The migrations in the order they are applied. A new one is a file and a line here; one that was released never changes.

import type { QueryExecutorProvider } from 'kysely'
import { up as initial } from './0001-initial.ts'
import { up as configuration } from './0002-configuration.ts'
import { up as priority } from './0003-priority.ts'
import { up as plans } from './0004-plans.ts'
import { up as platforms } from './0005-platforms.ts'
import { up as measurements } from './0006-measurements.ts'
import { up as experiments } from './0007-experiments.ts'
import { up as requests } from './0008-requests.ts'
import { up as adr } from './0009-adr.ts'
import { up as broadcasts } from './0010-broadcasts.ts'
import { up as boards } from './0011-boards.ts'
import { up as resync } from './0012-resync.ts'

export interface Migration {
  name: string
  up: (db: QueryExecutorProvider) => Promise<void>
}

export const migrations: readonly Migration[] = [
  { name: '0001-initial', up: initial },
  { name: '0002-configuration', up: configuration },
  { name: '0003-priority', up: priority },
  { name: '0004-plans', up: plans },
  { name: '0005-platforms', up: platforms },
  { name: '0006-measurements', up: measurements },
  { name: '0007-experiments', up: experiments },
  { name: '0008-requests', up: requests },
  { name: '0009-adr', up: adr },
  { name: '0010-broadcasts', up: broadcasts },
  { name: '0011-boards', up: boards },
  { name: '0012-resync', up: resync },
]
