import assert from 'node:assert/strict'
import { test } from 'node:test'
import { metadata } from '../python/package.mjs'

test('the package has the version of the library and names what it makes public', async () => {
  const { name, version, public: names } = await metadata()
  assert.deepEqual([name, version], ['mathhook', '0.1.0'])
  assert.ok(['diff', 'integer', 'solve_linear', 'symbol'].every((one) => names.includes(one)))
})
