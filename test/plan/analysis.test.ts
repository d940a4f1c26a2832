// A project analysis as people edit it: what is understood, and what every mistake is told.

import { beforeAll, describe, expect, it } from 'vitest'
import { analysisToPlan } from '../../src/domain/plan/analysis-to-plan.ts'
import { PlanId } from '../../src/domain/plan/names.ts'
import type { Pack } from '../../src/domain/roster/pack.ts'
import { parseAnalysis } from '../../src/plans/analysis.ts'
import { packOf } from './support.ts'

let pack: Pack
beforeAll(async () => {
  pack = await packOf('ml-research')
})

/** The example of the source document, with the memory that it leaves out. */
const EXAMPLE = `## Project Analysis
- **Task Type**: Text classification (sentiment analysis)
- **Data Status**: Need to identify/collect product review dataset
- **Compute Requirements**: ~2-4 GPU hours for fine-tuning, 16 GB of memory
- **Approach**: Fine-tune pretrained transformer (most efficient)

## Phase Breakdown

### Phase 1: Research
1. [Scout]: Find current best models for sentiment analysis
2. [Researcher]: Review recent sentiment analysis papers, identify best approach
3. [Scout]: Find suitable product review datasets (Amazon, Yelp, etc.)

### Phase 2: Data Preparation
4. [Data Engineer]: Download and preprocess chosen dataset
5. [Data Engineer]: Create train/val/test splits, handle class imbalance

### Phase 3: Training & Evaluation
6. [ML Engineer]: Fine-tune model, monitor for overfitting
7. [Evaluator]: Evaluate on test set, compare to baselines, error analysis

## Experiment Plan
- **Baseline**: BERT-base fine-tuned, simple LSTM
- **Metrics**: Accuracy, F1 (macro), confusion matrix
- **Ablations**: Learning rate sweep, different pretrained models
`

const parsed = (text: string) => {
  const result = parseAnalysis(text, pack)
  if ('problems' in result) throw new Error(result.problems.map((one) => one.message).join('\n'))
  return result
}

describe('understood', () => {
  it('reads the example of the source', () => {
    const { analysis, warnings } = parsed(EXAMPLE)
    expect(warnings).toEqual([])
    expect(analysis).toEqual({
      taskType: 'Text classification (sentiment analysis)',
      dataStatus: 'Need to identify/collect product review dataset',
      compute: '~2-4 GPU hours for fine-tuning, 16 GB of memory',
      approach: 'Fine-tune pretrained transformer (most efficient)',
      remarks: [],
      phases: [
        {
          title: 'Research',
          tasks: [
            { agent: 'scout', task: 'Find current best models for sentiment analysis' },
            { agent: 'researcher', task: 'Review recent sentiment analysis papers, identify best approach' },
            { agent: 'scout', task: 'Find suitable product review datasets (Amazon, Yelp, etc.)' },
          ],
        },
        {
          title: 'Data Preparation',
          tasks: [
            { agent: 'data-engineer', task: 'Download and preprocess chosen dataset' },
            { agent: 'data-engineer', task: 'Create train/val/test splits, handle class imbalance' },
          ],
        },
        {
          title: 'Training & Evaluation',
          tasks: [
            { agent: 'ml-engineer', task: 'Fine-tune model, monitor for overfitting' },
            { agent: 'evaluator', task: 'Evaluate on test set, compare to baselines, error analysis' },
          ],
        },
      ],
      baselines: ['BERT-base fine-tuned', 'simple LSTM'],
      metrics: ['Accuracy', 'F1 (macro)', 'confusion matrix'],
      ablations: ['Learning rate sweep', 'different pretrained models'],
    })
  })

  it.each<[what: string, edit: (text: string) => string]>([
    ['numbers that are off', (text) => text.replaceAll(/^\d+\./gm, '1.')],
    ['numbers with brackets', (text) => text.replaceAll(/^(\d+)\./gm, '$1)')],
    ['dashes instead of numbers', (text) => text.replaceAll(/^\d+\./gm, '-')],
    ['checkboxes', (text) => text.replaceAll(/^\d+\./gm, '- [ ]')],
    ['stars for dashes', (text) => text.replaceAll(/^- /gm, '* ')],
    ['no bold', (text) => text.replaceAll('**', '')],
    ['the colon within the bold', (text) => text.replaceAll('**: ', ':** ')],
    ['labels in lower case', (text) => text.replaceAll(/\*\*.+?\*\*/g, (label) => label.toLowerCase())],
    ['agents in lower case', (text) => text.replaceAll(/\[.+?\]/g, (agent) => agent.toLowerCase())],
    [
      'agents by their names',
      (text) =>
        text.replaceAll(/\[(\w+) Engineer\]/g, (_, word: string) => `[${word.toLowerCase()}-engineer]`),
    ],
    ['agents with blanks', (text) => text.replaceAll('[Scout]', '[ SCOUT ]')],
    ['bold agents', (text) => text.replaceAll(/\[(.+?)\]:/g, '**[$1]:**')],
    ['agents without brackets', (text) => text.replaceAll(/\[(.+?)\]:/g, '**$1**:')],
    ['a dash after the agent', (text) => text.replaceAll(']: ', '] – ')],
    ['Windows line ends', (text) => text.replaceAll('\n', '\r\n')],
    ['blank lines everywhere', (text) => text.replaceAll('\n', '\n\n')],
    ['blanks at line ends', (text) => text.replaceAll('\n', '  \n')],
    ['headings one level up', (text) => text.replaceAll(/^##/gm, '#')],
    ['bold lines as headings', (text) => text.replaceAll(/^#+ (.*)$/gm, '**$1**')],
    ['phases renumbered', (text) => text.replace('Phase 2:', 'Phase 7 -')],
    ['a code block around everything', (text) => `\`\`\`markdown\n${text}\`\`\`\n`],
    ['words before and a marker after', (text) => `Here it is.\n\n${text}\n<!-- baton:analysis -->\n`],
    [
      'a longer line broken',
      (text) => text.replace('identify best approach', '\n   identify best approach').replace(', \n', ',\n'),
    ],
  ])('%s', (_, edit) => {
    const edited = edit(EXAMPLE)
    expect(edited).not.toBe(EXAMPLE)
    expect(parsed(edited).analysis).toEqual(parsed(EXAMPLE).analysis)
  })

  it('keeps remarks, checkpoints, entries of their own lines and somebody else’s sections', () => {
    const text = EXAMPLE.replace(
      '\n\n## Phase',
      '\n- Risk: labels are noisy\n- **Checkpointing**: each epoch\n\n## Phase',
    )
      .replace('Accuracy, F1 (macro), confusion matrix', '\n  - Accuracy\n  - F1 (macro)')
      .concat('\n## Notes\n\nAnything.\n')
    const { analysis, warnings } = parsed(text)
    expect(analysis).toMatchObject({
      remarks: ['Risk: labels are noisy'],
      checkpoints: 'each epoch',
      metrics: ['Accuracy', 'F1 (macro)'],
    })
    expect(warnings).toEqual([])
  })
})

describe('told', () => {
  it.each<[what: string, from: string | RegExp, to: string, at: string, words: RegExp]>([
    ['no section', '## Project Analysis', '', '1 Project Analysis', /the section is missing \| a heading/],
    [
      'a misspelt section',
      '## Project Analysis',
      '## Project Anlysis',
      '1 Project Analysis',
      /did you mean `Project Analysis` by `Project Anlysis`/,
    ],
    [
      'a missing item',
      /- \*\*Approach.*\n/,
      '',
      '1 Approach',
      /it is missing \| .* \| - \*\*Approach\*\*: fine-tune/,
    ],
    ['a misspelt item', '**Task Type**', '**Taks Type**', '2 Task Type', /did you mean it by `Taks Type`/],
    [
      'an empty item',
      'Fine-tune pretrained transformer (most efficient)',
      '',
      '5 Approach',
      /nothing is said/,
    ],
    [
      'a placeholder left',
      /Need to.*/,
      '[available/needs collection]',
      '3 Data Status',
      /placeholder `\[available\/needs collection\]` is still there/,
    ],
    [
      'an item twice',
      '- **Approach',
      '- **Data status**: more\n- **Approach',
      '5 Data Status',
      /given twice/,
    ],
    [
      'a misspelt agent',
      '[Researcher]',
      '[Reseacher]',
      '11 Phase 1',
      /there is no agent `Reseacher`; did you mean `researcher`\? .* \| 1\. \[researcher\]: Review/,
    ],
    ['an unknown agent', '[Evaluator]', '[Butler]', '20 Phase 3', /there is no agent `Butler` \| one of: /],
    [
      'two agents',
      '[Researcher]',
      '[Researcher, Scout]',
      '11 Phase 1',
      /more than one agent \| one task for each agent/,
    ],
    [
      'no agent',
      '2. [Researcher]: Review',
      '2. Review',
      '11 ',
      /names no agent \| a line with the agent in brackets/,
    ],
    ['a task of nothing', /Evaluate on test.*/, '', '20 Phase 3', /the task of evaluator says nothing/],
    ['a task that is too long', 'Evaluate on test', 'x'.repeat(501), '20 Phase 3', /at most 500 characters/],
    ['an empty phase', /4\. .*\n5\. .*\n/, '', '14 Phase 2', /the phase has no task/],
    ['no phase', /### Phase[\s\S]*?(?=## Exp)/, '', '7 Phase Breakdown', /there is no phase/],
    ['a task before any phase', '### Phase 1: Research\n', '', '9 ', /stands before the first phase/],
  ])('%s', (_, from, to, at, words) => {
    const edited = EXAMPLE.replace(from, to)
    const result = parseAnalysis(edited, pack)
    const [first] = 'problems' in result ? result.problems : []
    expect(`${first?.line} ${first?.key}`).toBe(at)
    expect(`${first?.message} | ${first?.expected} | ${first?.example}`).toMatch(words)
  })

  it('tells everything at once, from top to bottom', () => {
    const edited = EXAMPLE.replace(/- \*\*Approach.*\n/, '').replaceAll('[Scout]', '[Sc]')
    const result = parseAnalysis(edited, pack)
    expect('problems' in result && result.problems.map(({ line, key }) => `${line} ${key}`)).toEqual([
      '1 Approach',
      '9 Phase 1',
      '11 Phase 1',
    ])
  })

  it('says when there are more tasks than waves', () => {
    const edited = EXAMPLE.replace(/6\. .*/, Array.from({ length: 60 }, () => '1. [Scout]: Look').join('\n'))
    const result = parseAnalysis(edited, pack)
    expect('problems' in result && result.problems.map((one) => one.message)).toEqual([
      'there are more than 60 tasks',
    ])
  })
})

describe('warned of', () => {
  it.each<[what: string, from: string | RegExp, to: string, words: RegExp]>([
    [
      'no research first',
      /### Phase 1[\s\S]*?(?=### Phase 2)/,
      '',
      /^9 the first phase is "Data Preparation", not research/,
    ],
    ['no baseline', /- \*\*Baseline.*\n/, '', /^22 no baseline is named/],
    ['no experiment plan', /## Experiment[\s\S]*/, '', /no baseline is named/],
    ['no metric', /- \*\*Metrics.*\n/, '', /^22 no metric is named/],
    ['no memory', ', 16 GB of memory', '', /^4 the compute requirements lack the memory needed/],
    ['no figure', /~2-4.*/, 'some hours', /^4 the compute requirements lack a figure and the memory needed/],
    [
      'a long run without checkpoints',
      '~2-4 GPU hours',
      '2 days',
      /^22 a run of up to 48 hours is planned, and no checkpoints/,
    ],
    [
      'text that belongs nowhere',
      '\n## Experiment',
      '\nCall me.\n\n## Experiment',
      /^22 `Call me\.` belongs to no item and is left out/,
    ],
  ])('%s', (_, from, to, words) => {
    const edited = EXAMPLE.replace(from, to)
    expect(edited).not.toBe(EXAMPLE)
    expect(parsed(edited).warnings.map(({ line, message }) => `${line} ${message}`)).toContainEqual(
      expect.stringMatching(words),
    )
  })

  it('not where checkpoints are planned', () => {
    const edited = EXAMPLE.replace('~2-4 GPU hours', '2 days').replace(
      'monitor for',
      'with checkpoints, monitor for',
    )
    expect(parsed(edited).warnings).toEqual([])
  })
})

describe('made into a plan', () => {
  it('gives every task a wave that waits for the phase before', () => {
    const plan = analysisToPlan(parsed(EXAMPLE).analysis, pack, {
      plan: PlanId.parse('reviews'),
      title: 'Sentiment of reviews',
    })
    expect(
      plan.waves.map(({ wave, agent, purpose, depends_on }) => [wave, agent, purpose, depends_on]),
    ).toEqual([
      [1, 'scout', 'research', []],
      [2, 'researcher', 'research', []],
      [3, 'scout', 'research', [1]],
      [4, 'data-engineer', 'implement', [3, 2]],
      [5, 'data-engineer', 'implement', [4]],
      [6, 'ml-engineer', 'implement', [5]],
      [7, 'evaluator', 'implement', [5]],
    ])
    expect(plan).toMatchObject({
      orchestrator: 'orchestrator',
      shape: 'parallel',
      title: 'Sentiment of reviews',
    })
    expect(plan.success.map((one) => one.text)).toContain('Compared with the baseline: simple LSTM')
    expect(plan.context).toContain('## Project Analysis\n- **Task Type**: Text classification')
  })
})
