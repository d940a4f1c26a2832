// Plans on a page: where each stands, the critical path, and what waits for what as a matrix.

import type { BoardView, DependencyCell } from '../board/view.ts'
import type { PlanId } from '../plan/names.ts'
import type { CoordinationView, PlanLine } from '../schedule/coordination.ts'
import { holdText } from '../schedule/hold.ts'
import { durationText, hoursText, slackText, stateWord } from './coordination.ts'
import { plural } from './figures.ts'
import { html, table, words, type Html } from './html.ts'

const MAX_TITLE = 80
const MAX_WHY = 240
/** Waves of the critical path at most: what comes after is counted. */
const MAX_PATH = 50

function standsOf({ current, complete, of, stands, paused }: PlanLine): string {
  if (current === undefined) {
    if (of === 0) return 'cancelled'
    return complete ? 'complete' : `NOT COMPLETE ${words(stands, MAX_WHY)}`
  }
  const { hold } = current
  const why = hold === undefined || hold.kind === 'started' ? undefined : words(holdText(hold), MAX_WHY)
  return [
    `${stateWord(current.state)}: ${words(current.title, MAX_TITLE)}`,
    ...(why === undefined ? [] : [why]),
    ...(paused === undefined || hold?.kind === 'paused' ? [] : [`paused: ${words(paused, MAX_WHY)}`]),
  ].join('; ')
}

const planRow = (line: PlanLine): string[] => [
  line.plan,
  words(line.title, MAX_TITLE),
  line.orchestrator,
  `${line.merged} of ${line.of}`,
  standsOf(line),
]

function criticalPath({ critical, waves }: CoordinationView): Html {
  if (!critical.ok) return html`<p class="bad">There is none: ${words(critical.circle, MAX_WHY)}.</p>`
  const { path, minutes, guessed } = critical
  if (path.length === 0) return html`<p class="none">Nothing is left to do.</p>`
  const byId = new Map(waves.map((wave) => [wave.id, wave]))
  const rest = path.length - MAX_PATH
  const items = path.slice(0, MAX_PATH).map((id) => {
    const wave = byId.get(id)
    return wave === undefined
      ? html`<li>${id}</li>`
      : html`<li>${id} ${words(wave.title, MAX_TITLE)}: ${stateWord(wave.state)}, ${durationText(wave)}</li>`
  })
  const marked = guessed === 0 ? '' : `, with a guess for ${plural(guessed, 'wave')}`
  return html`<p>
      ${hoursText(minutes)} left${marked}. A delay of any of these delays the end of everything.
    </p>
    <ol class="path">
      ${items}
    </ol>
    ${rest > 0 ? html`<p>… and ${plural(rest, 'more wave')}.</p>` : undefined}`
}

const cellText = (cell: DependencyCell | undefined): Html | string =>
  cell === undefined
    ? ''
    : html`${cell.needs.map(({ what, met }) =>
        met
          ? html`<div><span class="good">met</span> ${what}</div>`
          : html`<div><strong class="bad">waits</strong> ${what}</div>`,
      )}`

function matrix({ plans, dependencies }: BoardView): Html {
  const cells = new Map(dependencies.map((cell) => [`${cell.from} ${cell.to}`, cell]))
  const row = (from: PlanId): (Html | string)[] => [
    from,
    ...plans.map((to) => (from === to ? '–' : cellText(cells.get(`${from} ${to}`)))),
  ]
  return table({
    caption: 'What the plan of a row needs of the plan of a column',
    columns: ['Plan', ...plans],
    rows: plans.map(row),
    empty: 'No plan waits for another.',
  })
}

/** Nothing but a sentence where there is no plan. */
export function planSections(view: BoardView): Html {
  const { coordination } = view
  if (coordination === undefined)
    return html`<h2>Plans</h2>
      <p class="none">There is no plan.</p>`
  const open = coordination.waves.filter(({ state }) => state !== 'merged' && state !== 'cancelled')
  return html`<h2>Plans</h2>
    ${table({
      caption: 'Every plan, and where it stands',
      columns: ['Plan', 'Title', 'Orchestrator', 'Waves merged', 'Stands'],
      rows: coordination.plans.map(planRow),
      empty: 'There is no plan.',
    })}
    <h2>Critical path</h2>
    ${criticalPath(coordination)}
    <h2>Dependencies</h2>
    ${matrix(view)}
    <h2>Open waves</h2>
    ${table({
      caption: 'Waves that are not merged',
      columns: ['Wave', 'Title', 'Agent', 'State', 'Takes', 'Slack'],
      rows: open.map((wave) => [
        wave.id,
        words(wave.title, MAX_TITLE),
        wave.agent ?? '–',
        wave.state,
        durationText(wave),
        slackText(wave),
      ]),
      figures: [4, 5],
      empty: 'Every wave is merged.',
    })}`
}
