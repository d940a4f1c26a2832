#!/usr/bin/env node
// Where every command begins: Node is told to keep what it compiled, then the command line is loaded.

import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

// Beside the packages, not in the shared temporary folder, where others could put code. A folder that cannot be written is no error.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'compile'))
await import('./cli/program.ts')
