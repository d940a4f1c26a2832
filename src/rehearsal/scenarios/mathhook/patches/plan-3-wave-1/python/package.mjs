// What the Python package is built from: its name, its version, and the names that it makes public.

import { readFile } from 'node:fs/promises'
import * as api from './index.mjs'

/** The metadata of the wheel; the version is the library's own. */
export async function metadata() {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8')
  return { name: 'mathhook', version: JSON.parse(text).version, public: Object.keys(api).sort() }
}
