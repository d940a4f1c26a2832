// What the scripted model says in each run of the scenario. Its tool calls run for real; the figures in its words are taken from what
// the evaluation script printed in the run.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AgentName } from '../../../domain/ids.ts'
import type { OutcomeOf } from '../../../domain/outcomes.ts'
import type { Script, ScriptBlock } from '../../model/script.ts'
import { either, outcome, read, text, use } from '../turns.ts'
import { decisions, reviewers } from './verdicts.ts'

const run = (command: string, description: string): ScriptBlock => use('Bash', { command, description })

const TESTS = 'node --test --test-isolation=none'
const MEASURE = 'node scripts/evaluate.mjs --write'
const GREEN = /(?:#|ℹ) fail 0/

/** Everything that a folder of patches consists of, as calls that write it. */
function writes(here: string, folder: string): ScriptBlock[] {
  const dir = join(here, 'patches', folder)
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted()
    .map((path) =>
      use('Write', { file_path: path.slice(dir.length + 1), content: readFileSync(path, 'utf8') }),
    )
}

const orchestrator = (here: string): Script[] => [
  {
    key: 'orchestrator/triage/1',
    turns: [
      {
        expect: { user: /sentiment classifier for product reviews/ },
        content: [text('Is there data, and of what kind?'), use('Glob', { pattern: 'data/*' })],
      },
      {
        ...outcome('triage', {
          summary: 'A classifier of texts with two labels, from labelled reviews that are in the repository.',
          taskType: 'classification',
          complexity: 'medium',
          components: ['data', 'models', 'evaluation'],
          acceptance: [
            'No product has reviews in both parts.',
            'Every model that learns from words beats the commonest label in macro F1 on the test part.',
            'The table is written by a script and is the same every time.',
          ],
          rationale:
            'A whole project, from data to evaluation, and small: the data is at hand and training takes seconds.',
        }),
        expect: { toolResult: /data\/reviews\.tsv/ },
      },
    ],
  },
  {
    key: 'orchestrator/plan/1',
    turns: [
      {
        expect: { user: [/## Phase Breakdown/, /- data-engineer \(/] },
        content: [text('What is the data like?'), read('src/reviews.mjs'), read('README.md')],
      },
      {
        ...outcome('plan', {
          summary: 'Five tasks in four phases; another round when the errors have something in common.',
          analysis: readFileSync(join(here, 'analysis.md'), 'utf8'),
        }),
        expect: { toolResult: [/product\\tlabel\\ttext/, /nobody is to download anything/] },
      },
    ],
  },
]

const RESEARCH: readonly Script[] = [
  {
    key: 'scout/research/1',
    turns: [
      {
        expect: { user: /wave 1/i },
        content: [
          use('Grep', { pattern: '\\tpositive\\t', path: 'data', output_mode: 'count' }),
          use('Glob', { pattern: '**/*.mjs' }),
          read('package.json'),
        ],
      },
      {
        ...outcome('research', {
          summary:
            'One labelled data set and code that reads it are at hand; a split, metrics and models are not.',
          findings: [
            {
              title: 'The reviews are labelled and even',
              detail: 'Every product has as many reviews of one label as of the other; a test holds that.',
              sources: ['data/reviews.tsv', 'test/reviews.test.mjs'],
            },
            {
              title: 'No library, no weights',
              detail: 'The package has no dependency, and nobody is to download anything.',
              sources: ['package.json', 'README.md'],
            },
          ],
          recommendation: 'Work with what is there. Split before anybody looks at words.',
          risks: ['The set is small: a difference of one review shows in every figure.'],
        }),
        expect: { toolResult: [/data\/reviews\.tsv/, /test\/reviews\.test\.mjs/, /"private": true/] },
      },
    ],
  },
  {
    key: 'researcher/research/1',
    turns: [
      {
        expect: { user: /wave 2/i },
        content: [
          use('Grep', {
            pattern: '\\b(not|never|no|nothing)\\b',
            path: 'data/reviews.tsv',
            output_mode: 'content',
          }),
          read('src/words.mjs'),
        ],
      },
      {
        ...outcome('research', {
          summary:
            'Naive Bayes fits: few parameters, no tuning, and it learns from little. Single words will fail where a negation turns them round.',
          findings: [
            {
              title: 'Reviews of both labels hold negations',
              detail:
                'The word after a negation then says the opposite of what it says alone, and a model of single words cannot know.',
              sources: ['data/reviews.tsv', 'src/words.mjs'],
            },
          ],
          recommendation:
            'A word count as the baseline, then naive Bayes with add-one smoothing on the same words. Look at negations after the first evaluation, not before.',
          risks: ['A choice made by the test part would make its figures worthless.'],
        }),
        expect: { toolResult: [/\tpositive\t/, /\tnegative\t/, /toLowerCase/] },
      },
    ],
  },
]

/** The wave of the plan that is carried out is named in what the agent is told. */
const wave = (number: number): RegExp => new RegExp(`plan issue-1, wave ${number}\\b`)

const dataEngineer = (here: string): Script[] => [
  {
    key: 'data-engineer/implement/1',
    turns: [
      {
        expect: { user: [wave(3), /report by scout/] },
        content: [read('src/reviews.mjs'), use('Grep', { pattern: '^kettle', path: 'data' })],
      },
      { expect: { toolResult: /parseReviews/ }, content: writes(here, 'wave-3') },
      either({ content: [run(TESTS, 'Run the tests')] }, { content: [read('src/data/split.mjs')] }),
      either(
        { ...outcome('implement', SPLIT), expect: { toolResult: GREEN } },
        { ...outcome('implement', SPLIT), expect: { toolResult: /Splits by product/ } },
      ),
    ],
  },
]

const SPLIT: OutcomeOf['implement'] = {
  title: 'Split the reviews by product',
  summary:
    'split() puts a third of the products into the test part, chosen by a hash of their names: no product is in both parts, and the order of the file changes nothing.',
  answers: [],
  notes: ['Both parts have as many reviews of one label as of the other.'],
}

const MODELS: OutcomeOf['implement'] = {
  title: 'Add two baselines, naive Bayes and their evaluation',
  summary:
    'All models learn from the training part and answer about the test part; scripts/evaluate.mjs writes the table and the errors. Models and metrics are tested against values worked out by hand.',
  answers: [],
  notes: ['The whole evaluation: node scripts/evaluate.mjs, in less than a second.'],
}

/** `measured`: what the table says, where it could be computed. */
const negations = (measured: string): OutcomeOf['implement'] => ({
  title: 'Add naive Bayes with joined negations',
  summary: `A word after a negation becomes a word of its own, in a further model beside the others, so that all rows can be compared. ${measured}`,
  answers: [],
  notes: ['The split, the metrics and the other models are as they were.'],
})

const mlEngineer = (here: string): Script[] => [
  {
    key: 'ml-engineer/implement/1',
    turns: [
      {
        expect: { user: [wave(4), /report by researcher/, /add-one smoothing/] },
        content: [read('src/data/split.mjs'), read('src/index.mjs'), read('README.md')],
      },
      { expect: { toolResult: /export function split/ }, content: writes(here, 'wave-4') },
      either(
        { content: [run(`${TESTS} && node scripts/evaluate.mjs`, 'Run the tests and the evaluation')] },
        { content: [read('src/models/all.mjs')] },
      ),
      either(
        {
          ...outcome('implement', MODELS),
          expect: { toolResult: [GREEN, /\| word count \|/, /\| naive Bayes \|/] },
        },
        { ...outcome('implement', MODELS), expect: { toolResult: /trainNaiveBayes/ } },
      ),
    ],
  },
  {
    key: 'ml-engineer/implement/2',
    turns: [
      {
        expect: { user: [wave(6), /a word of its own/] },
        content: [read('src/models/naive-bayes.mjs'), read('src/evaluate/report.mjs')],
      },
      { expect: { toolResult: /vocabulary/ }, content: writes(here, 'wave-6') },
      either(
        { content: [run(`${MEASURE} && ${TESTS}`, 'Write the table anew and run the tests')] },
        { content: [read('src/models/negation.mjs')] },
      ),
      either(
        {
          ...outcome(
            'implement',
            negations(
              'On the test part naive Bayes has a macro F1 of {{plain}} without and {{joined}} with it; {{wrong}} reviews are still taken for the other.',
            ),
          ),
          capture: {
            plain: /\| naive Bayes \| [\d.]+ \| ([\d.]+) \|/,
            joined: /\| naive Bayes, negations joined \| [\d.]+ \| ([\d.]+) \|/,
            wrong: /^(\d+ of \d+); with a negation/m,
          },
          expect: { toolResult: GREEN },
        },
        {
          ...outcome('implement', negations('No command could be run here, so no figure is given.')),
          expect: { toolResult: /not_\$\{word\}/ },
        },
      ),
    ],
  },
]

/** What the evaluator asks for; the plan of the issue grows by it. */
const NEXT: OutcomeOf['implement']['next'] = [
  {
    agent: AgentName.parse('ml-engineer'),
    task: 'Read a word after a negation as a word of its own, as one more model beside naive Bayes, and write the table anew',
  },
]

const evaluator = (here: string): Script[] => [
  {
    key: 'evaluator/implement/1',
    turns: [
      {
        expect: { user: [wave(5), /report by researcher/] },
        content: [read('src/evaluate/report.mjs'), read('src/evaluate/scores.mjs')],
      },
      either(
        {
          expect: { toolResult: /macroF1/ },
          content: [...writes(here, 'wave-5'), ...writes(here, 'wave-5-measured')],
        },
        { expect: { toolResult: /macroF1/ }, content: writes(here, 'wave-5') },
      ),
      either(
        { content: [run(`${MEASURE} && ${TESTS}`, 'Write the table and run the tests')] },
        {
          content: [
            use('Grep', { pattern: '\\b(not|never|no|nothing)\\b', path: 'data', output_mode: 'count' }),
          ],
        },
      ),
      either(
        {
          ...outcome('implement', {
            title: 'Evaluate the models on the test part',
            summary:
              'results/evaluation.md is the output of the script, and a test holds it to that. Macro F1 on the test part: {{majority}} for the commonest label, {{count}} for the word count, {{bayes}} for naive Bayes. Naive Bayes is wrong about {{wrong}}; {{negated}} of those reviews hold a negation.',
            answers: [],
            notes: ['The largest group of errors that has a name is the proposal for the next round.'],
            next: NEXT,
          }),
          capture: {
            majority: /\| majority class \| [\d.]+ \| ([\d.]+) \|/,
            count: /\| word count \| [\d.]+ \| ([\d.]+) \|/,
            bayes: /\| naive Bayes \| [\d.]+ \| ([\d.]+) \|/,
            wrong: /^(\d+ of \d+); with a negation/m,
            negated: /with a negation in it: (\d+)/,
          },
          expect: { toolResult: GREEN },
        },
        {
          ...outcome('implement', {
            title: 'Hold the acceptance criteria by tests',
            summary:
              'A test holds that every model that learns beats the commonest label in macro F1. No command could be run here: node scripts/evaluate.mjs --write writes the table, and no figure is given without it.',
            answers: [],
            notes: ['Negations are in reviews of both labels, and no model reads them.'],
            next: NEXT,
          }),
          expect: { toolResult: /reviews\.tsv/ },
        },
      ),
    ],
  },
]

/** Every script of the scenario; below `here` are the analysis and the files that the agents write. */
export const scripts = (here: string): Script[] => [
  ...orchestrator(here),
  ...RESEARCH,
  ...dataEngineer(here),
  ...mlEngineer(here),
  ...evaluator(here),
  ...reviewers,
  ...decisions,
]
