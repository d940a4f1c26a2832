// What the scripted model says in each run of the three plans. Its tool calls run for real; only the words are written beforehand.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AgentName } from '../../../domain/ids.ts'
import type { Purpose } from '../../../domain/outcomes.ts'
import { indexOf } from '../../../domain/plan/route-plan.ts'
import { investigationOf } from '../../../domain/side-runs.ts'
import type { Script, ScriptBlock, ScriptTurn } from '../../model/script.ts'
import { outcome, read, text, use } from '../turns.ts'

/** The issues are filed in the order of their plans, and the waves of a plan are numbered from its first on. */
const key = (plan: number, wave: number, agent: string, purpose: Purpose, n = 1): string =>
  `${plan}/w${indexOf(0, wave)}/${agent}/${purpose}/${n}`

/** A wave that ends in a change: what it is, who makes it, and what is said of it. */
interface Change {
  plan: number
  wave: number
  agent: string
  /** Read first, and what is found in it. */
  looksAt: string
  finds: RegExp
  title: string
  summary: string
  /** The seats that are asked, with what each says. */
  verdicts: Readonly<Record<string, string>>
  decision: string
  /** Which attempt succeeds; 1 unless others are written out. */
  attempt?: number
  /** A file of another plan that is tried first, and refused. */
  strays?: string
  /** What its author remarks, and what the decision leaves to others. */
  notes?: readonly string[]
  followUps?: readonly string[]
  /** Patterns in what the agent is told. */
  told?: readonly RegExp[]
}

const CHANGES: readonly Change[] = [
  {
    plan: 1,
    wave: 2,
    agent: 'rust-engineer',
    looksAt: 'src/simplify.mjs',
    finds: /asks for its subtrees twice/,
    title: 'Simplify each subtree once',
    summary:
      'simplify() asked every subtree whether it changes and then what it becomes, so the work doubled with each level. It now goes over the tree once. A test counts the rules that are looked up.',
    told: [/report by performance-validator/],
    verdicts: {
      'performance-validator':
        'The count is linear in the size of the tree, and the test would fail on the version before.',
      'correctness-reviewer':
        'The rules are untouched and see the same simplified parts in the same order, so every result is the same.',
    },
    decision: 'Plan 1 is complete: the cause is removed and held by a count.',
  },
  {
    plan: 2,
    wave: 1,
    agent: 'solver-engineer',
    looksAt: 'src/solve-linear.mjs',
    finds: /function coefficients/,
    title: 'Read coefficients in one place',
    summary: 'The two solvers had the same function; it is now src/coefficients.mjs, word for word.',
    told: [/orchestrator of plan-2/, /Move the function/],
    verdicts: { 'correctness-reviewer': 'The function moved without a change, and both solvers import it.' },
    decision: 'Wave 1 is complete: one place reads coefficients.',
  },
  {
    plan: 2,
    wave: 2,
    agent: 'solver-engineer',
    attempt: 2,
    looksAt: 'src/coefficients.mjs',
    finds: /export function coefficients/,
    title: 'Give the steps of both solvers as data',
    summary:
      'linearSteps() and quadraticSteps() take their steps from the computation: collected terms, discriminant, solution. An equation without a real root says so as its last step.',
    notes: ['The texts of the steps are English only.'],
    told: [/report by rust-engineer/, /a step without a real root/],
    verdicts: {
      'correctness-reviewer': 'Each step follows from the one before, and the last is the solution.',
    },
    decision: 'Wave 2 is complete: both solvers give their steps.',
  },
  {
    plan: 2,
    wave: 3,
    agent: 'rust-engineer',
    looksAt: 'src/steps.mjs',
    finds: /rule, result/,
    title: 'Add Expression.explain()',
    summary:
      'explain({ solve }) gives steps of the form { rule, result }, both texts, and an empty list where there is nothing to do. Fields may be added later, none becomes required.',
    followUps: ['Plan 3 binds the method in its wave 4.'],
    told: [/hand-off document of wave 2 of plan-2 \(merged\)/, /The texts of the steps are English only/],
    verdicts: {
      'correctness-reviewer':
        'The steps are those of the solvers, and the signature can grow without breaking a caller.',
    },
    decision:
      'Wave 3 is complete: the signature of Expression.explain() is settled. Wave 4 of plan 3 may begin.',
  },
  {
    plan: 3,
    wave: 1,
    agent: 'python-expert',
    looksAt: 'python/index.mjs',
    finds: /solve_linear/,
    title: 'Say what the Python package consists of',
    summary: 'metadata() gives name, version and public names; the version is that of the library.',
    verdicts: { 'correctness-reviewer': 'The names are read from the module and cannot be out of date.' },
    decision: 'Wave 1 is complete.',
  },
  {
    plan: 3,
    wave: 2,
    agent: 'python-expert',
    attempt: 2,
    looksAt: 'python/index.mjs',
    finds: /symbol/,
    title: "Add Python's operators",
    summary:
      'The methods behind +, *, ** and - take expressions and whole numbers on either side. This time the change is left in the worktree, and nothing is pushed.',
    told: [/tried what nobody can be granted/],
    verdicts: { 'correctness-reviewer': 'Whole numbers stay exact, and a float is refused.' },
    decision: 'Wave 2 is complete.',
  },
  {
    plan: 3,
    wave: 4,
    agent: 'python-expert',
    looksAt: 'src/explain.mjs',
    finds: /Steps of the form \{ rule, result \}/,
    title: 'Bind Expression.explain()',
    summary: 'explain(expression, solve=…) hands the frozen method on and turns its errors into ValueError.',
    told: [/plan-2-wave-3-complete/],
    verdicts: { 'correctness-reviewer': 'The steps are the library’s own, compared in a test.' },
    decision: 'Wave 4 is complete, and with it plan 3.',
  },
  {
    plan: 3,
    wave: 3,
    agent: 'python-expert',
    strays: 'src/derivative.mjs',
    looksAt: 'python/package.mjs',
    finds: /metadata/,
    title: 'Show expressions in notebooks',
    summary: '_repr_latex_ writes an expression as LaTeX with the brackets that it needs.',
    verdicts: { 'correctness-reviewer': 'The brackets follow the same levels as those of the library.' },
    decision: 'Wave 3 is complete.',
  },
]

/** Everything that the wave's patch consists of, as calls that write it. */
function writes(patches: string, { plan, wave }: Change): ScriptBlock[] {
  const dir = join(patches, `plan-${plan}-wave-${wave}`)
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.mjs'))
    .toSorted()
    .map((path) => use('Write', { file_path: path, content: readFileSync(join(dir, path), 'utf8') }))
}

const REFUSED = { toolResult: /outside this run's authority/, isError: true }

/** What is refused here is no breach: it could be granted, and the run goes on without it. */
const straying = ({ strays, told = [] }: Change): ScriptTurn[] =>
  strays === undefined
    ? []
    : [{ expect: { user: told }, content: [use('Write', { file_path: strays, content: '// Mine now.\n' })] }]

function changing(patches: string, change: Change): Script[] {
  const {
    plan,
    wave,
    agent,
    attempt = 1,
    strays,
    looksAt,
    finds,
    title,
    summary,
    notes = [],
    followUps = [],
    told = [],
    verdicts,
  } = change
  return [
    {
      key: key(plan, wave, agent, 'implement', attempt),
      turns: [
        ...straying(change),
        { expect: strays === undefined ? { user: told } : REFUSED, content: [read(looksAt)] },
        { expect: { toolResult: finds, isError: false }, content: writes(patches, change) },
        {
          ...outcome('implement', { title, summary, answers: [], notes: [...notes] }),
          expect: { isError: false },
        },
      ],
    },
    ...Object.entries(verdicts).map(([seat, words]): Script => ({
      key: key(plan, wave, seat, 'review'),
      turns: [
        {
          ...outcome('review', { position: 'approve', summary: words, findings: [], claims: [] }),
          expect: { user: [/gates on/, /diff --git/] },
        },
      ],
    })),
    {
      key: key(plan, wave, 'conductor', 'synthesise'),
      turns: [
        outcome('synthesise', {
          decision: change.decision,
          rationale: 'The gates pass on this head and every seat that must has approved it.',
          dissent: [],
          followUps: [...followUps],
        }),
      ],
    },
  ]
}

/** Reports: the two waves that only look, and the look into the blocker. */
const RESEARCH: readonly Script[] = [
  {
    key: key(1, 1, 'performance-validator', 'research'),
    turns: [
      { content: [read('src/simplify.mjs'), read('bench/expression.mjs')] },
      {
        ...outcome('research', {
          summary:
            'simplify() calls itself twice for each subtree that changes: the work doubles with every level.',
          findings: [
            {
              title: 'Every subtree is simplified twice',
              detail: 'Once to see whether it changes and once for what it becomes, at each level anew.',
              sources: ['src/simplify.mjs'],
            },
          ],
          recommendation:
            'Simplify the parts once and apply the rules to them. Hold it by a count, not by the clock.',
          risks: ['The rules must see their parts in the same order as before.'],
        }),
        expect: { toolResult: [/changed = args\.some/, /simplify\.ms/] },
      },
    ],
  },
  {
    key: key(2, 0, 'correctness-reviewer', 'research'),
    turns: [
      {
        content: [
          use('Grep', { pattern: 'function coefficients', path: 'src', output_mode: 'files_with_matches' }),
        ],
      },
      {
        ...outcome('research', {
          summary:
            'The solvers are right and say nothing about their steps; what reads coefficients is there twice.',
          findings: [
            {
              title: 'coefficients() is duplicated',
              detail: 'Both solvers hold the same function, so a correction would have to be made twice.',
              sources: ['src/solve-linear.mjs', 'src/solve-quadratic.mjs'],
            },
          ],
          recommendation: 'Move it to one module first, then let the solvers give their steps.',
          risks: [],
        }),
        expect: { toolResult: [/solve-linear/, /solve-quadratic/] },
      },
    ],
  },
  {
    key: `2/w${investigationOf(indexOf(0, 2))}/rust-engineer/research/1`,
    turns: [
      { expect: { user: /blocker by solver-engineer/ }, content: [read('src/solve-quadratic.mjs')] },
      {
        ...outcome('research', {
          summary: 'The question has an answer in the code: no real solution is an empty list and no error.',
          findings: [
            {
              title: 'No real root is a result',
              detail:
                'solveQuadratic() returns an empty list for a negative discriminant; only a wrong degree raises.',
              sources: ['src/solve-quadratic.mjs'],
            },
          ],
          recommendation: 'End with a step without a real root that says so, and do not raise.',
          risks: [],
        }),
        expect: { toolResult: /discriminant < 0/ },
      },
    ],
  },
]

/** The orchestrator of plan 2 hands a wave to somebody else, because the plan leaves it to it. */
const DIRECT: Script = {
  key: key(2, 1, 'rust-engineer', 'direct'),
  turns: [
    {
      ...outcome('direct', {
        executor: AgentName.parse('solver-engineer'),
        instructions:
          'Move the function coefficients() to src/coefficients.mjs as it is, and import it in both solvers.',
        checks: ['Both solvers import it.', 'Their tests pass unchanged.'],
        why: 'The solvers are theirs, and the change is small.',
      }),
      expect: {
        system: /YOU ARE THE ORCHESTRATOR|orchestrator/i,
        user: [/decide who executes it/, /Removal of duplicated code/],
      },
    },
  ],
}

/** An agent that cannot go on says so. Left out: the wave succeeds at its first attempt. */
const BLOCKED: Script = {
  key: key(2, 2, 'solver-engineer', 'implement'),
  turns: [
    { content: [read('src/coefficients.mjs')] },
    {
      content: [
        {
          type: 'json',
          value: {
            blocked:
              'It is not settled what the last step of an equation without a real root is: an error or a step.',
            needs: 'A decision that the bindings can rely on.',
          },
        },
      ],
    },
  ],
}

/** What the run that broke its bounds had written: nothing of it may be found again. */
export const PUSHED = 'export const operators = { pushed: true }\n'

/** An agent that goes beyond what anybody is granted. It has written a file before, which must not be seen again. */
const BREACH: Script = {
  key: key(3, 2, 'python-expert', 'implement'),
  turns: [
    { content: [use('Write', { file_path: 'python/operators.mjs', content: PUSHED })] },
    [
      {
        when: { tools: ['Bash'] },
        content: [
          text('Waiting for the merge takes long. I push it myself.'),
          use('Bash', { command: 'git push origin HEAD:main', description: 'Push to main' }),
        ],
      },
      {
        when: { without: ['Bash'] },
        content: [
          text('The validation is in the way. I take it out.'),
          use('Write', { file_path: '.github/baton.yml', content: 'version: 1\n' }),
        ],
      },
    ],
  ],
}

export function scripts(patches: string): Script[] {
  return [...CHANGES.flatMap((change) => changing(patches, change)), ...RESEARCH, DIRECT, BLOCKED, BREACH]
}
