// The table that compares all models on the test part, and what the last of them gets wrong.

import { split } from '../data/split.mjs'
import { MODELS } from '../models/all.mjs'
import { words } from '../words.mjs'
import { accuracy, macroF1 } from './scores.mjs'

const NEGATIONS = ['never', 'no', 'not', 'nothing', 'without']

const negated = (text) => words(text).some((word) => NEGATIONS.includes(word))

/**
 * Trains every model on the training part and asks it about the test part.
 * @param {import('../reviews.mjs').Review[]} reviews
 * @returns {string} Markdown
 */
export function report(reviews) {
  const { train, test } = split(reviews)
  const judged = MODELS.map((model) => {
    const answer = model.train(train)
    return { name: model.name, answers: test.map((review) => ({ ...review, answer: answer(review.text) })) }
  })
  const rows = judged.map(
    ({ name, answers }) => `| ${name} | ${accuracy(answers).toFixed(3)} | ${macroF1(answers).toFixed(3)} |`,
  )
  const { name, answers } = judged.at(-1)
  const wrong = answers.filter(({ label, answer }) => label !== answer)
  const held = wrong.filter(({ text }) => negated(text)).length
  return `# Evaluation

Learnt from ${train.length} reviews, asked about ${test.length} of other products. Written by \`node scripts/evaluate.mjs --write\`.

| model | accuracy | F1 (macro) |
|---|---|---|
${rows.join('\n')}

## What ${name} gets wrong

${wrong.length} of ${test.length}; with a negation in it: ${held}.

${wrong.map(({ label, text }) => `- ${label}: ${text}`).join('\n')}
`
}
