// The explicit list of report readers.

import type { ReportFormat } from '../../domain/results.ts'
import { readBatonJson } from './baton-json.ts'
import type { Reader } from './reader.ts'
import { readTap } from './tap.ts'

export type { Reader, Reading, ReportText, Series, TestCounts } from './reader.ts'

export type Readers = Readonly<Partial<Record<ReportFormat, Reader>>>

export const READERS: Readers = { tap: readTap, 'baton-json': readBatonJson }
