// What the seats and the orchestrator say of each change. Claims cite the run that the seat is shown, and are checked against it.

import type { Claim } from '../../../domain/outcomes.ts'
import type { Script } from '../../model/script.ts'
import { outcome } from '../turns.ts'

/** One verdict of each seat on each change, in the order in which the seat is asked. */
const VERDICTS: Readonly<Record<string, readonly string[]>> = {
  researcher: [
    'No product is in both parts, and the test part was chosen by names alone: nobody has looked at a word to choose it.',
    'Both baselines and the model learn from the training part only, and the metrics are worked out by hand in the tests.',
    'What is claimed is held by tests, and the next round changes one thing, with a reason from the errors.',
    'One thing was changed, and the models before it stay in the comparison.',
  ],
  evaluator: [
    'The split is made before anybody measures, and it is the same for everybody who will.',
    'Macro F1 gives an absent label nothing, the script types no figure, and both baselines run on the same split.',
    'The table keeps the earlier models, so the new row can be compared with them.',
  ],
  'data-engineer': [
    'Vocabulary and counts come from the training part; the test part is only asked about.',
    'The tests use the split as it is, and nothing is fitted on the test part.',
    'The new features are a function of the text alone, so nothing of the test part leaks into training.',
  ],
}

const beats = (experiment: string, times: number): Omit<Claim, 'run'> => ({
  metric: 'f1.macro',
  comparison: 'ratio',
  op: '>=',
  value: times,
  experiment,
})

/** What the researcher claims of a head with experiments: figures of the run that the seat is shown, by their names there. */
const CLAIMS: readonly (readonly Omit<Claim, 'run'>[])[] = [
  [],
  [beats('word-count', 1.5), beats('naive-bayes', 1.5)],
  [beats('naive-bayes', 1.5)],
  // Against naive Bayes without the one thing that was changed.
  [beats('naive-bayes-negations-joined', 1)],
]

export const reviewers: readonly Script[] = Object.entries(VERDICTS).flatMap(([seat, all]) =>
  all.map((summary, i): Script => {
    const claims = (seat === 'researcher' ? (CLAIMS[i] ?? []) : []).map((one) => ({ ...one, run: '{{run}}' }))
    return {
      key: `${seat}/review/${i + 1}`,
      turns: [
        {
          ...outcome('review', { position: 'approve', summary, findings: [], claims }),
          expect: { user: [/gates on/, /diff --git/] },
          ...(claims.length === 0 ? {} : { capture: { run: /validate: recorded run (\d+)/ } }),
        },
      ],
    }
  }),
)

const DECISIONS = [
  'Merge the split: whatever is measured from here on rests on it.',
  'Merge the models with their evaluation.',
  'Merge the evaluation, and go one more round with the one change that it asks for.',
  'Merge the last round. No result asks for another.',
]

export const decisions: readonly Script[] = DECISIONS.map((decision, i) => ({
  key: `orchestrator/synthesise/${i + 1}`,
  turns: [
    {
      ...outcome('synthesise', {
        decision,
        rationale: 'The gates pass on this head, and every seat that was asked has approved it.',
        dissent: [],
        followUps: [],
      }),
      expect: { user: /verdict of researcher/ },
    },
  ],
}))
