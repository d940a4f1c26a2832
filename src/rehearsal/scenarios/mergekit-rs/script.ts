// What the scripted model says in each run of the two tasks. Figures that it names are taken from what the run was told.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OutcomeOf } from '../../../domain/outcomes.ts'
import { RULING_RUN } from '../../../domain/side-runs.ts'
import type { Script, ScriptBlock } from '../../model/script.ts'
import { either, outcome, read, TESTS, text, use } from '../turns.ts'

const [TENSORS, KERNEL] = [1, 2]
const TENSOR = 'src/tensor/tensor.mjs'
const MULTIPLY = 'src/matmul/multiply.mjs'
const DEVICE = 'src/metal/kernel.mjs'
const KERNEL_TEST = 'test/kernel.test.mjs'
const MATTER = 'tensor layout'
const GREEN = /(?:#|ℹ) fail 0/
const DIRECTIVE = /Directive (c\d+-\d+) by @alice/

/** The files of a change, written by an agent in one turn. */
const files = (patches: string, folder: string, names: Readonly<Record<string, string>>): ScriptBlock[] =>
  Object.entries(names).map(([name, path]) =>
    use('Write', { file_path: path, content: readFileSync(join(patches, folder, name), 'utf8') }),
  )

const tensors = (patches: string): Script => ({
  key: `${TENSORS}/w1/core-tensor-operations/implement/1`,
  turns: [
    {
      expect: { user: /contiguous form/ },
      content: [text('What does a view know of its memory?'), read(TENSOR)],
    },
    {
      expect: { toolResult: /A view of the same memory/ },
      content: files(patches, 'tensors', {
        'tensor.mjs': TENSOR,
        'contiguous.test.mjs': 'test/contiguous.test.mjs',
      }),
    },
    either({ content: [TESTS] }, { content: [read(TENSOR)] }),
    either(
      { ...outcome('implement', CONTIGUOUS), expect: { toolResult: GREEN } },
      { ...outcome('implement', CONTIGUOUS), expect: { toolResult: /isContiguous/ } },
    ),
  ],
})

const CONTIGUOUS: OutcomeOf['implement'] = {
  title: 'Give every view of a tensor a contiguous form',
  summary:
    'contiguous() gives the numbers row after row. A tensor that holds them so already is returned as it is, and nothing is copied.',
  answers: [],
  notes: ['at() and the strides are as they were.'],
  assumptions: [{ about: MATTER, value: 'row-major' }],
}

const survey: Script = {
  key: `${KERNEL}/w1/metal-optimizations/research/1`,
  turns: [
    {
      // What the project stated a year ago is told with its day, as something to look up.
      expect: { user: [/Multiply with a kernel/, /Metal is at 3\.1.*\(2025-04-16, \d+ days ago: check it/] },
      content: [read(MULTIPLY), read('bench/matmul.mjs')],
    },
    {
      ...outcome('research', {
        summary: 'The inner loop looks two elements up by their strides for every product of two numbers.',
        findings: [
          {
            title: 'The lookups are the work',
            detail:
              'at() computes an index from two strides; on flat memory in a known order the next element is the next number.',
            sources: [MULTIPLY],
          },
        ],
        recommendation:
          'A kernel over flat memory. The benchmark times a product and counts what it copies to the device, before and after.',
        risks: ['The kernel and the tensor have to mean the same order in memory.'],
      }),
      expect: { toolResult: [/left\.at\(i, k\)/, /copied_bytes/] },
    },
  ],
}

const COLUMNS: OutcomeOf['implement'] = {
  title: 'Multiply with a kernel',
  summary:
    'The kernel walks down columns. Both operands are turned into that order on their way to the device, and the product on its way back.',
  answers: [],
  notes: ['The results are those of the definition.'],
  assumptions: [{ about: 'Tensor layout', value: 'column-major' }],
}

const ROWS: OutcomeOf['implement'] = {
  title: 'Multiply with a kernel that works on rows',
  summary:
    'The kernel walks along rows, which is how a tensor holds its numbers. A product copies its two operands to the device and nothing else; a test counts that.',
  answers: [
    {
      finding: 'A ruling on "tensor layout" went against what this work assumes',
      response: 'The kernel takes rows and gives rows. Nothing is turned any more.',
    },
  ],
  notes: [],
  assumptions: [{ about: 'Tensor layout', value: 'row-major' }],
  directives: [{ id: '{{directive}}', did: 'The kernel works on rows; the turning is gone' }],
}

const kernel = (patches: string): Script[] => [
  {
    key: `${KERNEL}/w2/metal-optimizations/implement/1`,
    turns: [
      {
        expect: { user: [/report by metal-optimizations/, /A kernel over flat memory/] },
        content: [read(MULTIPLY), read('src/metal/buffer.mjs')],
      },
      {
        expect: { toolResult: /Memory of the device/ },
        content: files(patches, 'columns', {
          'kernel.mjs': DEVICE,
          'multiply.mjs': MULTIPLY,
          'kernel.test.mjs': KERNEL_TEST,
        }),
      },
      either({ content: [TESTS] }, { content: [read(MULTIPLY)] }),
      either(
        { ...outcome('implement', COLUMNS), expect: { toolResult: GREEN } },
        { ...outcome('implement', COLUMNS), expect: { toolResult: /columnKernel/ } },
      ),
    ],
  },
  {
    key: `${KERNEL}/w2/metal-optimizations/implement/2`,
    turns: [
      {
        // Both are told: the ruling, with its reason, and what a person has ordered.
        expect: {
          user: [/A ruling on "tensor layout" went against/, /Rows everywhere/, /TECHNICAL ALIGNMENT/],
        },
        capture: { directive: DIRECTIVE },
        content: [text('Then the kernel has to give way.'), read(DEVICE), read(MULTIPLY)],
      },
      {
        expect: { toolResult: /it walks down columns/ },
        content: files(patches, 'rows', {
          'kernel.mjs': DEVICE,
          'multiply.mjs': MULTIPLY,
          'kernel.test.mjs': KERNEL_TEST,
        }),
      },
      either({ content: [TESTS] }, { content: [read(MULTIPLY)] }),
      either(
        { ...outcome('implement', ROWS), expect: { toolResult: GREEN } },
        { ...outcome('implement', ROWS), expect: { toolResult: /rowKernel/ } },
      ),
    ],
  },
]

/** The recorded figures of both sides are in the brief; the ruling names them as it was told them. */
const ruling: Script = {
  key: `${TENSORS}/w${RULING_RUN}/orchestrator/synthesise/1`,
  turns: [
    {
      expect: { user: [/contradict each other/, /row-major/, /column-major/] },
      capture: {
        rows: /\| matmul\.copied_bytes \| [^|]+ \| ([\d.]+×)/,
        columns: /\| matmul\.copied_bytes \| [^|]+ \| [^|]+ \| ([\d.]+×)/,
      },
      content: [
        text('What does each side cost, as measured, and what in the code is it paid for?'),
        read('src/formats/safetensors.mjs'),
        read(TENSOR),
      ],
    },
    {
      ...outcome('synthesise', {
        decision: 'Rows everywhere: tensors, files and kernels hold row after row.',
        rationale:
          'Tensors and files hold rows already, so only the kernel has to change. With columns every product turns three matrices on their way: matmul.copied_bytes is at {{columns}} of the base there and at {{rows}} with rows.',
        dissent: ['metal-optimizations: some device libraries expect columns and would need a copy.'],
        followUps: [],
        alternatives: [
          {
            option: 'Columns everywhere',
            why: 'Every file would be turned when it is read and when it is written.',
          },
          { option: 'Each part its own order', why: 'Every product pays for turning three matrices.' },
        ],
        consequences: ['A kernel that needs columns takes a transposed view and copies it itself.'],
        prevails: 'first',
      }),
      expect: { toolResult: /row after row/ },
    },
  ],
}

const decision = (issue: number, wave: number, words: string, why: string): Script => ({
  key: `${issue}/w${wave}/orchestrator/synthesise/1`,
  turns: [
    {
      ...outcome('synthesise', { decision: words, rationale: why, dissent: [], followUps: [] }),
      expect: { user: [/consensus on/] },
    },
  ],
})

interface Seat {
  issue: number
  wave: number
  seat: string
  n: number
  look: string
  sees: RegExp
  says: string
  /** Says what it did about the directive. */
  did?: string
}

const SEATS: readonly Seat[] = [
  {
    issue: TENSORS,
    wave: 1,
    seat: 'integration-reviewer',
    n: 1,
    look: TENSOR,
    sees: /isContiguous/,
    says: 'The order in memory is said and tested, and a contiguous tensor is not copied.',
  },
  {
    issue: TENSORS,
    wave: 1,
    seat: 'metal-optimizations',
    n: 1,
    look: TENSOR,
    sees: /isContiguous/,
    says: 'A device can take this block as it is. Which order it should be is another question.',
  },
  {
    issue: TENSORS,
    wave: 1,
    seat: 'format-conversions',
    n: 1,
    look: 'src/formats/safetensors.mjs',
    sees: /row after row/,
    says: 'Files hold rows; a contiguous tensor can be written without another pass.',
  },
  {
    issue: KERNEL,
    wave: 2,
    seat: 'integration-reviewer',
    n: 1,
    look: MULTIPLY,
    sees: /columnKernel/,
    says: 'The results are right. Whether the parts may disagree about the order is for the ruling.',
  },
  {
    issue: KERNEL,
    wave: 2,
    seat: 'core-tensor-operations',
    n: 1,
    look: DEVICE,
    sees: /walks down columns/,
    says: 'The tensor is only read, through at(). Its strides are respected.',
  },
  {
    issue: KERNEL,
    wave: 2,
    seat: 'integration-reviewer',
    n: 2,
    look: MULTIPLY,
    sees: /Nothing is turned/,
    says: 'Tensors, files and the kernel mean the same order now, as the ruling says.',
  },
  {
    issue: KERNEL,
    wave: 2,
    seat: 'core-tensor-operations',
    n: 2,
    look: DEVICE,
    sees: /walks along rows/,
    says: 'The seam holds: rows on both sides, and the copies are counted by a test.',
    did: 'Checked the order at the seam: rows on both sides',
  },
]

const seats: readonly Script[] = SEATS.map(({ issue, wave, seat, n, look, sees, says, did }) => ({
  key: `${issue}/w${wave}/${seat}/review/${n}`,
  turns: [
    {
      expect: { user: [/gates on/, /diff --git/] },
      ...(did === undefined ? {} : { capture: { directive: DIRECTIVE } }),
      content: [read(look)],
    },
    {
      ...outcome('review', {
        position: 'approve',
        summary: says,
        findings: [],
        claims: [],
        ...(did === undefined ? {} : { directives: [{ id: '{{directive}}', did }] }),
      }),
      expect: { toolResult: sees },
    },
  ],
}))

/** Every script of the scenario; `patches` holds the files that the agents write. */
export const scripts = (patches: string): Script[] => [
  tensors(patches),
  survey,
  ...kernel(patches),
  ruling,
  ...seats,
  decision(
    TENSORS,
    1,
    'Merge: views have a contiguous form, row after row.',
    'Every seat and a person agree, and the order is the one that the ruling names.',
  ),
  decision(
    KERNEL,
    2,
    'Merge: the kernel works on rows.',
    'The gates pass on this head, both owners agree, and the copies are held by a test.',
  ),
]
