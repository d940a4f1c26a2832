// One experiment of the plan by its name: `node scripts/experiment.mjs a-word-count` prints a line for each figure.

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { split } from '../src/data/split.mjs'
import { accuracy, macroF1 } from '../src/evaluate/scores.mjs'
import { MODELS } from '../src/models/all.mjs'
import { parseReviews } from '../src/reviews.mjs'

/** What each compares: names of models, the first of them the one that the others are held against. */
const PLAN = {
  'the-commonest-label': (name) => name === 'majority class',
  'a-word-count': (name) => name === 'word count',
  'words-with-and-without-the-negation-before-them': (name) => name.startsWith('naive Bayes'),
}

/** An ablation is held against the model that it changes one thing of, the others against the commonest label. */
const baselineOf = (name) =>
  name === 'majority-class'
    ? {}
    : { baseline: name.startsWith('naive-bayes-') ? 'naive-bayes' : 'majority-class' }

const wanted = PLAN[process.argv[2]]
if (wanted === undefined)
  throw new RangeError(`expected one of ${Object.keys(PLAN).join(', ')}, got ${process.argv[2]}`)

const table = await readFile(new URL('../data/reviews.tsv', import.meta.url), 'utf8')
const data = `sha256:${createHash('sha256').update(table).digest('hex')}`
const { train, test } = split(parseReviews(table))

for (const model of MODELS.filter(({ name }) => wanted(name))) {
  const answer = model.train(train)
  const answers = test.map((review) => ({ ...review, answer: answer(review.text) }))
  const experiment = model.name.toLowerCase().replaceAll(/[^a-z]+/g, '-')
  const parameters = { model: model.name, learnt: train.length, asked: test.length }
  for (const [metric, value] of [
    ['accuracy', accuracy(answers)],
    ['f1.macro', macroF1(answers)],
  ]) {
    const figure = { metric, unit: 'ratio', better: 'higher', value }
    const line = { experiment, parameters, data, ...baselineOf(experiment), ...figure }
    process.stdout.write(`${JSON.stringify(line)}\n`)
  }
}
