import assert from 'node:assert/strict'
import { test } from 'node:test'
import { add, num, simplify, sym } from '../src/index.mjs'
import { work } from '../src/simplify.mjs'

const looksAt = (levels) => {
  let tree = sym('x')
  for (let level = 0; level < levels; level += 1) tree = add(sym('y'), add(tree, num(level)))
  work.looks = 0
  simplify(tree)
  return work.looks
}

test('the work grows with the tree and not faster', () => {
  assert.equal(looksAt(4), 8)
  assert.equal(looksAt(40), 80)
})
