// Goes through the lines of an analysis and sorts them: values by key, phases with their tasks, and what belongs to nothing.

import { didYouMean } from '../domain/did-you-mean.ts'
import type { AgentName } from '../domain/ids.ts'
import { MAX_WAVES } from '../domain/plan/document.ts'
import { MAX_TASK } from '../domain/plan/analysis.ts'
import type { Pack } from '../domain/roster/pack.ts'
import type { Problem } from '../domain/roster/problem.ts'
import { quote } from '../roster/show.ts'
import { bracketed, headingOf, itemOf, labelled, slug } from './analysis-lines.ts'
import type { Item, SectionName } from './analysis-lines.ts'

export type AnalysisKey =
  | 'taskType'
  | 'dataStatus'
  | 'compute'
  | 'approach'
  | 'checkpoints'
  | 'baselines'
  | 'metrics'
  | 'ablations'

export const EXPECTED: Readonly<Record<AnalysisKey, { label: string; expected: string }>> = {
  taskType: { label: 'Task Type', expected: 'the kind of problem: classification, generation, …' },
  dataStatus: { label: 'Data Status', expected: 'whether the data is there, and what has to be done to it' },
  compute: { label: 'Compute Requirements', expected: 'estimated hours and memory' },
  approach: { label: 'Approach', expected: 'train from scratch, fine-tune, use as it is, …' },
  checkpoints: { label: 'Checkpoints', expected: 'how a long run is saved in between' },
  baselines: { label: 'Baseline', expected: 'what results are compared with' },
  metrics: { label: 'Metrics', expected: 'what is measured' },
  ablations: { label: 'Ablations', expected: 'what is varied' },
}

export const EXAMPLES: Readonly<Record<AnalysisKey, string>> = {
  taskType: '- **Task Type**: text classification',
  dataStatus: '- **Data Status**: available, needs preprocessing',
  compute: '- **Compute Requirements**: 2 GPU hours, 8 GB of memory',
  approach: '- **Approach**: fine-tune a pretrained model',
  checkpoints: '- **Checkpoints**: every 30 minutes, the last three kept',
  baselines: '- **Baseline**: majority class, logistic regression',
  metrics: '- **Metrics**: accuracy, F1 (macro)',
  ablations: '- **Ablations**: learning rate, model size',
}

const keys: Readonly<Record<'Project Analysis' | 'Experiment Plan', ReadonlyMap<string, AnalysisKey>>> = {
  'Project Analysis': new Map([
    ['task-type', 'taskType'],
    ['type', 'taskType'],
    ['data-status', 'dataStatus'],
    ['data', 'dataStatus'],
    ['compute-requirements', 'compute'],
    ['compute-requirement', 'compute'],
    ['compute', 'compute'],
    ['approach', 'approach'],
    ['checkpoints', 'checkpoints'],
    ['checkpoint', 'checkpoints'],
    ['checkpointing', 'checkpoints'],
  ]),
  'Experiment Plan': new Map([
    ['baseline', 'baselines'],
    ['baselines', 'baselines'],
    ['metric', 'metrics'],
    ['metrics', 'metrics'],
    ['ablation', 'ablations'],
    ['ablations', 'ablations'],
    ['checkpoints', 'checkpoints'],
    ['checkpoint', 'checkpoints'],
    ['checkpointing', 'checkpoints'],
  ]),
}

interface Line {
  text: string
  line: number
}

interface DraftPhase {
  title: string
  line: number
  tasks: { agent: AgentName; task: string }[]
  /** It has tasks that could not be read. */
  broken: boolean
}

export interface Draft {
  /** Line of each section's heading. */
  sections: Map<SectionName, number>
  /** Headings that are none of ours. */
  strangers: Line[]
  values: Map<AnalysisKey, Line>
  remarks: (Line & { label: string })[]
  phases: DraftPhase[]
  leftOut: Line[]
  problems: Problem[]
}

/** Blanks comments and the lines of code fences, in which models like to wrap the whole; the rest keeps its place. */
function linesOf(markdown: string): string[] {
  const text = markdown.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n')
  let hidden = false
  return text.split('\n').map((line) => {
    const starts = !hidden && line.trimStart().startsWith('<!--')
    const was = hidden || starts
    if (was) hidden = !line.includes('-->')
    // Runs of blanks mean nothing within a line, and would make patterns slow.
    return was || /^\s*(`{3,}|~{3,})/.test(line) ? '' : line.trimEnd().replaceAll(/(\S)\s{2,}/g, '$1 ')
  })
}

class Reader {
  readonly draft: Draft = {
    sections: new Map(),
    strangers: [],
    values: new Map(),
    remarks: [],
    phases: [],
    leftOut: [],
    problems: [],
  }
  private readonly agents: ReadonlyMap<string, AgentName>
  private readonly file: string
  private section: SectionName | undefined
  /** Takes more text of the item that was read last; undefined after a blank line or a heading. */
  private more: ((item: Item) => void) | undefined
  private tasks = 0

  constructor(pack: Pick<Pack, 'agents'>, file: string) {
    // The name wins where the title of one agent is the name of another.
    this.agents = new Map([
      ...pack.agents.map((agent) => [slug(agent.title), agent.name] as const),
      ...pack.agents.map((agent) => [agent.name, agent.name] as const),
    ])
    this.file = file
  }

  private fail(line: number, key: string, message: string, expected: string, example: string): void {
    this.draft.problems.push({ file: this.file, line, key, message, expected, example })
  }

  read(text: string, line: number): void {
    if (text === '') {
      this.more = undefined
      return
    }
    const heading = headingOf(text)
    if (heading !== undefined) {
      this.more = undefined
      if (heading.kind === 'other') {
        this.section = undefined
        this.draft.strangers.push({ text: heading.text, line })
      } else if (heading.kind === 'phase') {
        this.startPhase(heading.title, line)
      } else {
        this.section = heading.name
        if (!this.draft.sections.has(heading.name)) this.draft.sections.set(heading.name, line)
      }
      return
    }
    const item = itemOf(text)
    if (this.section === undefined) {
      // Text before the first heading or below somebody's own heading is not ours.
      if (this.draft.sections.size > 0 && this.draft.strangers.length === 0)
        this.draft.leftOut.push({ text: item.text, line })
    } else if (this.section === 'Phase Breakdown') this.readTask(item, line)
    else this.readValue(this.section, item, line)
  }

  private startPhase(title: string, line: number): void {
    this.section = 'Phase Breakdown'
    if (!this.draft.sections.has('Phase Breakdown')) this.draft.sections.set('Phase Breakdown', line)
    const number = this.draft.phases.length + 1
    if (title.length > 200) {
      const message = `the title of the phase has ${title.length} characters`
      this.fail(line, `Phase ${number}`, message, 'at most 200 characters', '### Phase 1: Research')
    }
    this.draft.phases.push({
      title: title === '' ? `Phase ${number}` : title,
      line,
      tasks: [],
      broken: false,
    })
  }

  private readValue(section: 'Project Analysis' | 'Experiment Plan', item: Item, line: number): void {
    const named = item.indent < 2 || this.more === undefined ? labelled(item.text) : undefined
    const key = named === undefined ? undefined : keys[section].get(slug(named.label))
    if (named !== undefined && key !== undefined) {
      if (this.draft.values.has(key)) {
        const { label } = EXPECTED[key]
        this.fail(line, label, `${quote(label)} is given twice`, 'each item once', EXAMPLES[key])
      }
      const value = { text: named.value, line }
      this.draft.values.set(key, value)
      this.more = (next) => {
        const between = value.text === '' ? '' : next.mark ? ', ' : ' '
        value.text = `${value.text}${between}${next.text}`
      }
    } else if (this.more !== undefined && (!item.mark || item.indent >= 2)) {
      this.more(item)
    } else if (item.mark && item.text !== '') {
      const remark = { text: item.text, line, label: named?.label ?? item.text.slice(0, 40) }
      if (section === 'Project Analysis' && remark.text.length <= 1000) this.draft.remarks.push(remark)
      else this.draft.leftOut.push({ text: item.text, line })
      this.more = (next) => {
        remark.text = `${remark.text} ${next.text}`
      }
    } else if (item.text !== '') this.draft.leftOut.push({ text: item.text, line })
  }

  private readTask(item: Item, line: number): void {
    const phase = this.draft.phases.at(-1)
    const plain = labelled(item.text)
    const known = plain === undefined ? undefined : this.agents.get(slug(plain.label))
    const found =
      bracketed(item.text) ??
      (plain === undefined || known === undefined ? undefined : { agent: plain.label, task: plain.value })
    const example = `1. [${[...this.agents.values()][0] ?? 'researcher'}]: Review what is known`
    if (found === undefined) {
      if (this.more !== undefined && (!item.mark || item.indent >= 2)) this.more(item)
      else if (item.mark && item.text !== '') {
        if (phase !== undefined) phase.broken = true
        const message = `the task ${quote(item.text)} names no agent`
        this.fail(line, '', message, 'a line with the agent in brackets', example)
      } else if (item.text !== '') this.draft.leftOut.push({ text: item.text, line })
      return
    }
    if (phase === undefined) {
      this.fail(
        line,
        '',
        'the task stands before the first phase',
        'a phase above it',
        '### Phase 1: Research',
      )
      return
    }
    const agent = this.agents.get(slug(found.agent))
    const key = `Phase ${this.draft.phases.length}`
    this.tasks += 1
    if (this.tasks === MAX_WAVES + 1) {
      const message = `there are more than ${MAX_WAVES} tasks`
      this.fail(line, key, message, `at most ${MAX_WAVES}, one wave each`, example)
    }
    if (agent === undefined) {
      phase.broken = true
      const names = [...new Set(this.agents.values())]
      const near = didYouMean(found.agent.replace(/^@/, ''), names)
      const several = /[,&+/]| and /.test(found.agent)
      const message = several
        ? `${quote(found.agent)} names more than one agent`
        : `there is no agent ${quote(found.agent)}${near === undefined ? '' : `; did you mean ${quote(near)}?`}`
      const expected = `${several ? 'one task for each agent; ' : ''}one of: ${names.join(', ')}`
      this.fail(
        line,
        key,
        message,
        expected,
        `1. [${near ?? names[0] ?? 'researcher'}]: ${found.task.slice(0, 60) || '…'}`,
      )
      this.more = () => {}
      return
    }
    const task = { agent, task: found.task }
    phase.tasks.push(task)
    if (task.task === '') {
      phase.broken = true
      this.fail(line, key, `the task of ${agent} says nothing`, 'what is to be done, in a line', example)
    } else if (task.task.length > MAX_TASK) {
      const message = `the task has ${task.task.length} characters`
      this.fail(line, key, message, `at most ${MAX_TASK} characters`, example)
    }
    this.more = (next) => {
      const longer = `${task.task} ${next.text}`
      if (longer.length <= MAX_TASK) task.task = longer
      else this.draft.leftOut.push({ text: next.text, line })
    }
  }
}

/** Sorts the lines of an analysis; what is missing is for the caller to see. Linear in the text. */
export function readAnalysis(markdown: string, pack: Pick<Pack, 'agents'>, file: string): Draft {
  const reader = new Reader(pack, file)
  for (const [i, line] of linesOf(markdown).entries()) reader.read(line, i + 1)
  return reader.draft
}
