// Each model on a handful of reviews that can be worked out by hand.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MODELS } from '../src/models/all.mjs'
import { trainMajority, trainWordCount } from '../src/models/baselines.mjs'
import { trainNaiveBayes } from '../src/models/naive-bayes.mjs'

const review = (label, text) => ({ product: 'cup', label, text })
const FEW = [
  review('positive', 'good cup'),
  review('positive', 'good good handle'),
  review('negative', 'bad cup'),
]

test('the commonest label, and the first of an even number', () => {
  assert.equal(trainMajority(FEW)('bad'), 'positive')
  assert.equal(trainMajority(FEW.slice(1))('good'), 'negative')
})

test('words vote for the label that has them more often', () => {
  const model = trainWordCount(FEW)
  assert.equal(model('good'), 'positive')
  assert.equal(model('a bad cup'), 'negative')
  assert.equal(model('a cup'), 'positive', 'even, so the commonest label')
})

test('naive Bayes weighs words by how often each label has them', () => {
  const model = trainNaiveBayes(FEW)
  // Of 5 positive words 3 are good, of 2 negative ones none, in a vocabulary of 4: (3+1)/9 against (0+1)/6.
  assert.equal(model('good'), 'positive')
  // (0+1)/9 with a prior of 3/5 against (1+1)/6 with one of 2/5.
  assert.equal(model('bad'), 'negative')
  assert.equal(model('bad good'), 'positive')
})

for (const { name, train } of MODELS) {
  test(`${name} answers to unknown words, to nothing, and without anything learnt`, () => {
    for (const model of [train(FEW), train([])]) {
      for (const text of ['zzz', '']) assert.match(model(text), /^(?:positive|negative)$/)
    }
  })
}
