// What the scripted model says in each run of the scenario. Its tool calls run for real and its claims are checked against
// what this run measured; only the words are written beforehand.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OutcomeOf } from '../../../domain/outcomes.ts'
import { InternalError } from '../../../errors.ts'
import type { Script, ScriptBlock, ScriptTurn } from '../../model/script.ts'
import { read, text, use } from '../turns.ts'

const CORE = 'src/attention.mjs'
const GREEN = /(?:#|ℹ) fail 0/

/** Runs the tests where commands can be run, and otherwise reads the result again. */
function check(label: string): readonly ScriptTurn[] {
  return [
    {
      when: { tools: ['Bash'] },
      content: [
        text(label),
        use('Bash', { command: 'node --test --test-isolation=none', description: 'Run the tests' }),
      ],
    },
    {
      when: { without: ['Bash'] },
      content: [text('No command can be run here, so I read the result once more.'), read(CORE)],
    },
  ]
}

/** The last turn of an implementer: expects green tests where they could be run. */
function handOver(value: OutcomeOf['implement']): readonly ScriptTurn[] {
  const content: ScriptBlock[] = [{ type: 'json', value }]
  return [
    { when: { tools: ['Bash'] }, expect: { toolResult: GREEN }, content },
    { when: { without: ['Bash'] }, expect: { toolResult: /Only scores inside the pattern/ }, content },
  ]
}

function implementer(patches: string): Script[] {
  const file = (round: string, path: string): string => readFileSync(join(patches, round, path), 'utf8')
  const write = (round: string, path: string): ScriptBlock =>
    use('Write', { file_path: path, content: file(round, path) })
  return [
    {
      key: 'implementer/implement/1',
      turns: [
        {
          expect: { user: [/true sparse attention/i, /report by researcher/] },
          content: [
            text('First the kernel, the pattern and the tests as they are.'),
            read(CORE),
            read('src/pattern.mjs'),
            use('Glob', { pattern: 'test/*.mjs' }),
          ],
        },
        {
          expect: { toolResult: [/maskOf/, /neighbours/, /test\/attention\.test\.mjs/] },
          content: [write('round-1', CORE), write('round-1', 'test/complexity.test.mjs')],
        },
        check('The kernel now walks the neighbour lists. The tests have to agree.'),
        handOver({
          title: 'Compute attention scores only inside the pattern',
          summary:
            'attend() walks the neighbour list of each position and computes only those scores: the work is N × k instead of N × N, and the N × N mask is no longer built. A test counts reads of the keys to hold that.',
          answers: [],
          notes: ['The interface of attend() is unchanged.', 'No dependency was added.'],
        }),
      ],
    },
    {
      key: 'implementer/implement/2',
      turns: [
        {
          expect: { user: [/verdict of critic/, /listed twice/] },
          content: [
            text(
              'The critic is right that a repeated neighbour is counted twice. I look at the kernel again.',
            ),
            read(CORE),
          ],
        },
        {
          expect: { toolResult: /attended\.length/ },
          content: [write('round-2', CORE), write('round-2', 'test/repetition.test.mjs')],
        },
        check('A repetition is now skipped. The tests, the new ones included:'),
        handOver({
          title: 'Count a repeated neighbour once',
          summary:
            'A position listed twice is one position of the set, as the mask had it. The kernel notes which position last looked at each neighbour, so a repetition costs one comparison and no set.',
          answers: [
            {
              finding: 'A neighbour that is listed twice is weighted twice',
              response:
                'Repetitions are skipped when the list is read; test/repetition.test.mjs fails on the version before and passes now.',
            },
          ],
          notes: [],
        }),
      ],
    },
  ]
}

/** The line of the core in round 1 where the fault shows. */
function faultLine(patches: string): number {
  const lines = readFileSync(join(patches, 'round-1', CORE), 'utf8').split('\n')
  const line = lines.findIndex((row) => row.includes('const attended = pattern.neighbours'))
  if (line === -1) throw new InternalError('the patch of round 1 has no line that reads the neighbours')
  return line + 1
}

function reviewers(patches: string): Script[] {
  const verdict = (value: OutcomeOf['review']): ScriptTurn => ({ content: [{ type: 'json', value }] })
  return [
    {
      key: 'critic/review/1',
      turns: [
        {
          expect: { user: [/gates on/, /diff --git/] },
          content: [
            text('What does a pattern promise, and does the kernel keep it?'),
            read('src/pattern.mjs'),
            use('Grep', { pattern: 'list.push|new Set', path: '.', output_mode: 'content' }),
          ],
        },
        {
          ...verdict({
            position: 'request_changes',
            summary:
              'The kernel is O(N×k) and reads well, but it treats a neighbour list as a list where src/pattern.mjs defines a set: a position that is listed twice is weighted twice. linguisticPattern() produces such lists whenever the head is also in the window, so results differ from main on ordinary input.',
            findings: [
              {
                path: CORE,
                line: faultLine(patches),
                severity: 'blocker',
                message:
                  'A neighbour that is listed twice is counted twice here; the mask counted it once. Skip repetitions, and add a test with a repeated neighbour and one with a head inside the window.',
              },
            ],
            claims: [],
          }),
          expect: { toolResult: [/order and repetition mean nothing/, /list\.push/] },
        },
      ],
    },
    {
      key: 'critic/review/2',
      turns: [
        {
          expect: { user: /gates on/ },
          content: [
            text('I check the kernel and the tests that were asked for.'),
            read(CORE),
            read('test/repetition.test.mjs'),
          ],
        },
        {
          ...verdict({
            position: 'approve',
            summary:
              'Repetitions are skipped without a set for each position, and the two tests that were asked for are there. The result equals the oracle on repeated and overlapping lists.',
            findings: [],
            claims: [],
          }),
          expect: { toolResult: [/lastSeenBy/, /counts once/] },
        },
      ],
    },
    {
      key: 'benchmarker/research/1',
      turns: [
        {
          expect: { user: [/true sparse attention/i, /report by researcher/] },
          content: [text('What does the benchmark measure, and how steadily?'), read('bench/attention.mjs')],
        },
        {
          expect: { toolResult: /attention\.ms/ },
          content: [
            {
              type: 'json',
              value: {
                summary:
                  'The present benchmark can bear the claim: base and head are timed in turn on one machine, over the same 384 positions.',
                findings: [
                  {
                    title: 'One pass at a time, after a warm-up',
                    detail:
                      'bench/attention.mjs prints the shorter of two passes after a warm-up. The workflow runs it on base and head in turn, so a slow spell of the machine hits both.',
                    sources: ['bench/attention.mjs'],
                  },
                ],
                recommendation:
                  'Claim the ratio of attention.ms between base and head, not a time. At least 4 times better is what the issue asks for.',
                risks: [
                  'A single size says nothing about how the gain grows with N: the operation count has to show that.',
                ],
              } satisfies OutcomeOf['research'],
            },
          ],
        },
      ],
    },
    {
      key: 'benchmarker/review/1',
      turns: [
        {
          expect: { user: /attention\.ms/ },
          capture: { run: /benchmark: recorded run (\d+)/ },
          content: [
            text('The figures are on record; I look at how they were taken.'),
            read('bench/attention.mjs'),
          ],
        },
        {
          expect: { toolResult: /attention\.ms/ },
          content: [
            {
              type: 'json',
              value: {
                position: 'approve',
                summary:
                  'Base and head ran in turn on one machine, on the same input, with a warm-up. The acceptance figure of the issue is met by the recorded run.',
                findings: [],
                claims: [{ metric: 'attention.ms', comparison: 'ratio', op: '>=', value: 4, run: '{{run}}' }],
              },
            },
          ],
        },
      ],
    },
    {
      key: 'researcher/review/1',
      turns: [
        {
          expect: { user: /gates on/ },
          content: [text('Does it do what the findings recommended?'), read(CORE)],
        },
        {
          ...verdict({
            position: 'approve',
            summary:
              'The kernel follows the recommendation: it walks the neighbour lists, keeps the softmax stabilised per position and leaves the interface alone. The flat index format stays a follow-up.',
            findings: [],
            claims: [],
          }),
          expect: { toolResult: /neighbours/ },
        },
      ],
    },
  ]
}

const orchestrator: Script[] = [
  {
    key: 'orchestrator/triage/1',
    turns: [
      {
        expect: { user: /true sparse attention/i },
        content: [
          text('Which files does this touch?'),
          use('Grep', { pattern: 'attend', path: 'src', output_mode: 'files_with_matches' }),
        ],
      },
      {
        expect: { toolResult: /src\/attention\.mjs/ },
        content: [
          {
            type: 'json',
            value: {
              summary:
                'Replace the dense masked computation in the core kernel by one that touches only attended positions.',
              taskType: 'implementation',
              complexity: 'high',
              components: ['attention'],
              acceptance: [
                'The result equals the present one within 1e-9 for every pattern.',
                'The work grows with N × k, shown by counting operations.',
                'attention.ms is at least 4 times better than on main, on the same machine.',
                'All present tests pass unchanged; no dependency is added.',
              ],
              rationale: 'It changes the kernel that everything else depends on, with a stated speed target.',
            } satisfies OutcomeOf['triage'],
          },
        ],
      },
    ],
  },
  {
    key: 'orchestrator/synthesise/1',
    turns: [
      {
        expect: { user: [/verdict of critic/, /verdict of benchmarker/, /consensus on/] },
        content: [
          {
            type: 'json',
            value: {
              decision: 'Merge the sparse kernel as it stands at this head.',
              rationale:
                'The gates pass, every seat approves, and the acceptance figure is borne out by a recorded run. The fault that the critic found in the first round is mended and held by tests.',
              dissent: [],
              followUps: ['Decide on a flat index list with offsets as the format of patterns.'],
            } satisfies OutcomeOf['synthesise'],
          },
        ],
      },
    ],
  },
]

const researcher: Script[] = [
  {
    key: 'researcher/research/1',
    turns: [
      {
        expect: { user: /true sparse attention/i },
        content: [
          text('How does the kernel work today, and what does a pattern promise?'),
          read(CORE),
          read('src/pattern.mjs'),
          read('support/oracle.mjs'),
        ],
      },
      {
        expect: { toolResult: [/maskOf\(pattern\)/, /a set written as a list/] },
        content: [
          {
            type: 'json',
            value: {
              summary:
                'The pattern is known before the first score, but attend() builds an N × N mask and computes every score before most are thrown away. Walking the neighbour lists gives N × k without a new format.',
              findings: [
                {
                  title: 'All N × N scores are computed',
                  detail:
                    'The inner loop runs over every other position and sets those outside the mask to minus infinity afterwards.',
                  sources: ['src/attention.mjs'],
                },
                {
                  title: 'Neighbour lists are sets',
                  detail:
                    'The pattern says that order and repetition mean nothing, so a kernel that walks the lists has to be careful with repetitions.',
                  sources: ['src/pattern.mjs'],
                },
                {
                  title: 'A position may attend to nothing',
                  detail: 'It has to give zeros; a softmax over no scores would give NaN.',
                  sources: ['src/attention.mjs', 'test/attention.test.mjs'],
                },
              ],
              recommendation:
                'Walk the neighbour list of each position with one reused score buffer. Keep the interface, and keep the stabilised softmax. A flat index list with offsets is a follow-up: it changes the format, not the order of the work.',
              risks: [
                'Summation order changes, so results may differ in the last bits.',
                'Repeated neighbours.',
              ],
            } satisfies OutcomeOf['research'],
          },
        ],
      },
    ],
  },
]

/** Every script of the scenario; `patches` holds the files that the implementer writes in each round. */
export const scripts = (patches: string): Script[] => [
  ...orchestrator,
  ...researcher,
  ...implementer(patches),
  ...reviewers(patches),
]
