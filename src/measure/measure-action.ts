// Entry of the bundled action baton-measure.

import { measure } from './measure.ts'

process.exitCode = await measure(process.env)
