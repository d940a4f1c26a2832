// No figure is typed: what is on file is what the script computes now.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { report } from '../src/evaluate/report.mjs'
import { readReviews } from '../src/reviews.mjs'

test('results/evaluation.md is up to date: node scripts/evaluate.mjs --write', async () => {
  const onFile = await readFile(new URL('../results/evaluation.md', import.meta.url), 'utf8')
  assert.equal(onFile, report(await readReviews()))
})
