// What the scripted model says in each run of the scenario. The number of tests is taken from what the agent sees; the sentence about
// speed in round 1 is made up on purpose, to be caught.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OutcomeOf } from '../../../domain/outcomes.ts'
import type { Script, ScriptBlock } from '../../model/script.ts'
import { either, outcome, read, TESTS, text, use } from '../turns.ts'

const edit = (file: string, before: string, after: string): ScriptBlock =>
  use('Edit', { file_path: file, old_string: before, new_string: after })

const TRACKER = 'bitnet-core/src/memory/tracker.mjs'
const POOL_TEST = 'bitnet-core/test/pool.test.mjs'
const STATUS = 'docs/STATUS.md'
const GREEN = /(?:#|ℹ) fail 0/

const orchestrator: Script[] = [
  {
    key: 'orchestrator/triage/1',
    turns: [
      {
        expect: { user: /the memory tracking test fails/ },
        content: [
          text('Which part keeps that record?'),
          use('Grep', { pattern: 'release', path: 'bitnet-core', output_mode: 'files_with_matches' }),
        ],
      },
      {
        ...outcome('triage', {
          summary: 'The tracker takes the wrong allocation off its record when two are equal in size.',
          taskType: 'bugfix',
          complexity: 'medium',
          components: ['bitnet-core'],
          acceptance: [
            'The memory tracking test passes, and no test is changed, skipped or taken away.',
            'docs/STATUS.md says what is true afterwards, in one voice.',
            'weight.bytes stays at most 0.25 bytes.',
          ],
          rationale: 'One test fails for one reason; the part that it is about carries everything else.',
        }),
        expect: { toolResult: /memory\/tracker\.mjs/ },
      },
    ],
  },
  {
    key: 'orchestrator/synthesise/1',
    turns: [
      {
        ...outcome('synthesise', {
          decision: 'Merge: the test passes, and what is said about it is on record.',
          rationale:
            'The gates pass on this head and every seat approves. The first round was stopped for what it said, not for its code.',
          dissent: [],
          followUps: [],
        }),
        expect: { user: [/verdict of truth-validator/, /consensus on/] },
      },
    ],
  },
]

const REPORT: OutcomeOf['research'] = {
  summary:
    'release() looks for an allocation of the same size on the same device. Of two equal ones it finds the older, whichever was given back.',
  findings: [
    {
      title: 'The record is searched by size and device',
      detail:
        'findIndex() compares size and device and never the id, so the first equal allocation is taken off.',
      sources: [TRACKER],
    },
    {
      title: 'Totals do not show it',
      detail:
        'Two equal allocations count the same bytes, so bytesOn() and peakOn() stay right; only the owner is wrong.',
      sources: [POOL_TEST],
    },
  ],
  recommendation: 'Keep the record by id. The interface stays as it is.',
  risks: ['Whoever hands release() an object of its own making, without an id, is refused from then on.'],
}

const research: Script = {
  key: 'debug/research/1',
  turns: [
    {
      expect: { user: /the memory tracking test fails/ },
      content: [text('The test first, then the code it is about.'), read(POOL_TEST), read(TRACKER)],
    },
    either(
      { expect: { toolResult: /findIndex/ }, content: [text('Does it fail, and by itself?'), TESTS] },
      {
        expect: { toolResult: /findIndex/ },
        content: [use('Grep', { pattern: 'of two equal buffers', path: 'bitnet-core/test' })],
      },
    ),
    either(
      {
        ...outcome('research', REPORT),
        expect: { toolResult: [/(?:#|ℹ) fail 1\b/, /of two equal buffers/] },
      },
      { ...outcome('research', REPORT), expect: { toolResult: /pool\.test\.mjs/ } },
    ),
  ],
}

const MENDED: OutcomeOf['implement'] = {
  title: 'Keep allocations on record by id',
  summary:
    'The tracker finds an allocation by its id, so of two equal buffers the one that is given back leaves the record. Without the search, the product of packed weights is 21 % faster.',
  answers: [],
  notes: ['No test was changed.'],
}

const CORRECTED: OutcomeOf['implement'] = {
  title: 'Say one thing about the tests, and nothing about speed',
  summary:
    'The tracker finds an allocation by its id, so of two equal buffers the one that is given back leaves the record. All {{total}} tests pass. The sentence about speed is gone: nobody had measured it, and the product does not use the tracker.',
  answers: [
    {
      finding: 'docs/STATUS.md says that all tests pass and that one fails',
      response: 'The known problem is no longer one, and its paragraph says so.',
    },
    { finding: 'The speed-up is not proven', response: 'It was never measured. The claim is taken back.' },
  ],
  notes: ['No test was changed.'],
}

const implementer = (patches: string): Script[] => [
  {
    key: 'debug/implement/1',
    turns: [
      {
        expect: { user: [/report by debug/, /Keep the record by id/] },
        content: [read(TRACKER), read(STATUS)],
      },
      {
        expect: { toolResult: [/findIndex/, /Known problems/] },
        capture: { total: /\d+ of (\d+) tests pass/, passed: /(\d+) of \d+ tests pass/ },
        content: [
          use('Write', { file_path: TRACKER, content: readFileSync(join(patches, TRACKER), 'utf8') }),
        ],
      },
      either({ content: [TESTS] }, { content: [read(TRACKER)] }),
      either(
        {
          expect: { toolResult: GREEN },
          // The head of the page is corrected; the paragraph further down is forgotten.
          content: [edit(STATUS, '{{passed}} of {{total}} tests pass.', 'All {{total}} tests pass.')],
        },
        {
          expect: { toolResult: /#live\.get\(id\)/ },
          content: [edit(STATUS, '{{passed}} of {{total}} tests pass.', 'All {{total}} tests pass.')],
        },
      ),
      outcome('implement', MENDED),
    ],
  },
  {
    key: 'debug/implement/2',
    turns: [
      {
        // Both places are named, and so is what was measured.
        expect: {
          user: [/docs\/STATUS\.md:3:.*contradicts docs\/STATUS\.md:18:/, /21 % faster.*Nothing proves it/],
        },
        content: [text('Both are right. What else does the page say?'), read(STATUS)],
      },
      {
        capture: { total: /All (\d+) tests pass/ },
        content: [
          edit(
            STATUS,
            "1 of {{total}} tests fails: of two equal buffers the wrong one leaves the tracker's record.",
            'None is known. An allocation is identified by its id, not by its size and device.',
          ),
        ],
      },
      either({ content: [TESTS] }, { content: [read(STATUS)] }),
      either(
        { ...outcome('implement', CORRECTED), expect: { toolResult: GREEN } },
        { ...outcome('implement', CORRECTED), expect: { toolResult: /None is known/ } },
      ),
    ],
  },
]

/** Each seat looks at what it answers for, and says what it found there. */
const SEATS: Readonly<Record<string, { look: ScriptBlock; sees: RegExp; says: string }>> = {
  'test-utilities-specialist': {
    look: read(POOL_TEST),
    sees: /of two equal buffers/,
    says: 'The test that failed is as it was, and it now passes for the reason that it was written for.',
  },
  code: {
    look: read(TRACKER),
    sees: /#live\.get\(id\)/,
    says: 'Pool and tracker mean the same allocation now: the pool hands back the very record that it was given.',
  },
  architect: {
    look: read(TRACKER),
    sees: /#live\.get\(id\)/,
    says: 'An allocation is identified by one thing only. The interface between pool and tracker is unchanged.',
  },
  'rust-best-practices-specialist': {
    look: read(TRACKER),
    sees: /#live\.get\(id\)/,
    says: 'The map keeps the order of allocation that live and heldBy() promise, and a second release is refused.',
  },
  'truth-validator': {
    look: read(STATUS),
    sees: /All \d+ tests pass/,
    says: 'The page says one thing about the tests, and the recorded run of this head counts the same. No figure is left without a run.',
  },
}

const seats: readonly Script[] = Object.entries(SEATS).map(([seat, { look, sees, says }]) => ({
  key: `${seat}/review/1`,
  turns: [
    { expect: { user: [/gates on/, /diff --git/] }, content: [look] },
    {
      ...outcome('review', { position: 'approve', summary: says, findings: [], claims: [] }),
      expect: { toolResult: sees },
    },
  ],
}))

/** Every script of the scenario; `patches` holds the file that the first round writes. */
export const scripts = (patches: string): Script[] => [
  ...orchestrator,
  research,
  ...implementer(patches),
  ...seats,
]
