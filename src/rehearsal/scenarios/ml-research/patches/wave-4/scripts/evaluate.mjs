// Evaluates all models on the reviews on file: `node scripts/evaluate.mjs`, with `--write` into results/evaluation.md as well.

import { mkdir, writeFile } from 'node:fs/promises'
import { report } from '../src/evaluate/report.mjs'
import { readReviews } from '../src/reviews.mjs'

const text = report(await readReviews())
if (process.argv.includes('--write')) {
  const results = new URL('../results/', import.meta.url)
  await mkdir(results, { recursive: true })
  await writeFile(new URL('evaluation.md', results), text)
}
process.stdout.write(text)
