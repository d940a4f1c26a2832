// Explicit claims in Markdown: `**Claim:** attention.ms >= 2x vs base (run 4711)`. Read with errors that teach, and written again.

import { citationText, type StatedClaim } from '../evidence/claims.ts'
import { COUNT_METRICS, isCount } from '../evidence/counts.ts'
import { didYouMean } from '../did-you-mean.ts'
import { ExperimentName } from '../reports/experiment.ts'
import type { Words } from './words.ts'

export const CLAIM_EXAMPLE = '**Claim:** attention.ms >= 2x vs base (run 4711)'

export interface ClaimProblem {
  message: string
  expected: string
  example: string
}

/** Where a claim stands in the words of a passage, and its own words behind `Claim:`. */
export interface ClaimSpan {
  start: number
  end: number
  body: string
}

/** Longer than any claim: what has no `(run …)` within it cites none. */
const LONGEST = 300
const RUN = /\(run [^()]{0,120}\)/
const CITED = /^(?<run>[^\s,]*)(?:, ?experiment (?<experiment>\S+))?$/

/** Finds each bold `Claim:` of a passage. Code and quotes hold none, because their words are not read. */
export function claimSpans({ text, at, raw }: Words): ClaimSpan[] {
  const spans: ClaimSpan[] = []
  const starts = [...text.matchAll(/\bclaim:/gi)]
    .map((match) => match.index)
    .filter((index) => {
      const place = at[index] ?? 0
      return (
        raw.slice(place - 2, place) === '**' && /^claim(?::\*\*|\*\*:)/i.test(raw.slice(place, place + 8))
      )
    })
  for (const [i, start] of starts.entries()) {
    const from = start + 'claim:'.length
    const limit = Math.min(from + LONGEST, starts[i + 1] ?? text.length)
    const cited = RUN.exec(text.slice(from, limit))
    const end = cited === null ? limit : from + cited.index + cited[0].length
    const first = at[from] ?? raw.length
    const last = at[end - 1] ?? first
    const body = raw
      .slice(first, last + 1)
      .replaceAll(/[`*]/g, '')
      .replaceAll(/\s+/g, ' ')
      .trim()
    spans.push({ start, end, body })
  }
  return spans
}

const NUMBER = String.raw`-?(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,15})(?:\.\d{1,12})?`
const VALUE = new RegExp(String.raw`^(?<n>${NUMBER}) ?(?<unit>[^\d\s(][^\s(]{0,19})?`)
const OPERATORS: Readonly<Record<string, StatedClaim['op']>> = {
  '>=': '>=',
  '≥': '>=',
  '<=': '<=',
  '≤': '<=',
  '==': '==',
  '=': '==',
  between: 'between',
}
const TIMES = /^[x×]$/i

interface Value {
  value: number
  places: number
  unit: string | undefined
  rest: string
}

function valueOf(text: string): Value | undefined {
  const match = VALUE.exec(text)
  const digits = match?.groups?.['n']?.replaceAll(',', '')
  if (match === null || digits === undefined) return undefined
  const word = match.groups?.['unit']
  // "between 2 and 3", "2 vs base": a word of the form itself, and no unit.
  const unit = word === 'and' || word === 'vs' ? undefined : word
  const taken = unit === undefined ? (/^\S+/.exec(text)?.[0].length ?? 0) : match[0].length
  return {
    value: Number(digits),
    places: digits.split('.')[1]?.length ?? 0,
    unit,
    rest: text.slice(Math.min(taken, text.length)).trimStart(),
  }
}

const problem = (message: string, expected: string, example = CLAIM_EXAMPLE): ClaimProblem => ({
  message,
  expected,
  example,
})

const VALUES = 'a figure and its unit: 2x for a ratio, 12 ms for the head itself, 531 for a count'

export const EXPERIMENT_EXAMPLE = '**Claim:** f1.macro >= 0.75 (run 4711, experiment word-count)'

function citationIn(text: string): Pick<StatedClaim, 'run' | 'experiment'> | ClaimProblem {
  const { run = text, experiment } = CITED.exec(text)?.groups ?? {}
  if (!/^\d{1,20}$/.test(run)) {
    return problem(
      `\`${run}\` is no run`,
      'the number of a recorded workflow run, and the name of its experiment where it is about one: (run 4711, experiment word-count)',
    )
  }
  if (experiment === undefined) return { run }
  const name = ExperimentName.safeParse(experiment)
  return name.success
    ? { run, experiment: name.data }
    : problem(
        `\`${experiment}\` is no name of an experiment`,
        'the name that the run reported it under',
        EXPERIMENT_EXAMPLE,
      )
}

/** Reads the words behind `Claim:`. */
export function parseClaim(body: string): StatedClaim | ClaimProblem {
  const cited = RUN.exec(body)
  if (cited === null) return problem('it cites no run', 'the recorded run that shows it, as (run <id>)')
  const citation = citationIn(cited[0].slice(5, -1).trim())
  if ('message' in citation) return citation
  const { experiment } = citation
  const [metric = '', op = '', ...others] = body.slice(0, cited.index).trim().split(' ')
  if (!/^[\w.-]{1,80}$/.test(metric)) {
    return problem(
      `\`${metric}\` is no metric`,
      `a metric of the record, or one of: ${COUNT_METRICS.join(', ')}`,
    )
  }
  // An experiment names its metrics as it likes.
  const count = experiment === undefined && isCount(metric)
  const meant =
    experiment === undefined && !count && /^(?:tests?|coverage)\b/i.test(metric)
      ? didYouMean(metric, COUNT_METRICS)
      : undefined
  if (meant !== undefined)
    return problem(`there is no count \`${metric}\`; did you mean \`${meant}\`?`, COUNT_METRICS.join(', '))
  const known = OPERATORS[op]
  if (known === undefined)
    return problem(`\`${op}\` is no comparison`, 'one of: >=, <=, ==, between <a> and <b>')
  const first = valueOf(others.join(' '))
  if (first === undefined) return problem('there is no figure after the comparison', VALUES)
  let { rest } = first
  let upper: Value | undefined
  if (known === 'between') {
    upper = rest.startsWith('and ') ? valueOf(rest.slice(4)) : undefined
    if (upper === undefined) {
      return problem(
        '`between` has one end',
        'between <a> and <b>',
        '**Claim:** attention.ms between 2x and 2.4x vs base (run 4711)',
      )
    }
    if (upper.value < first.value)
      return problem('the upper end is below the lower one', 'between <smaller> and <larger>')
    if (first.unit !== undefined && upper.unit !== undefined && first.unit !== upper.unit) {
      return problem(`\`${first.unit}\` and \`${upper.unit}\` are two units`, 'both ends in one unit')
    }
    rest = upper.rest
  }
  const versus = /^vs\.? base(?:line)?$/i.test(rest)
  if (rest !== '' && !versus)
    return problem(`\`${rest}\` is not understood`, 'nothing, or `vs base` after a ratio')
  const unit = upper?.unit ?? first.unit
  const ratio = unit !== undefined && TIMES.test(unit)
  if (versus && !ratio)
    return problem(
      'only a ratio is `vs base`',
      'a ratio such as 2x, or a figure of the head without `vs base`',
    )
  if (count && unit !== undefined && !(metric === 'coverage.pct' && unit === '%')) {
    return problem(
      `${metric} has no unit \`${unit}\``,
      'a number alone; coverage may have %',
      '**Claim:** tests.passed == 531 (run 4711)',
    )
  }
  if (!count && experiment === undefined && unit === '%') {
    return problem(
      'a share is not recorded',
      'a ratio: 21 % faster is 1.21x',
      '**Claim:** attention.ms >= 1.21x vs base (run 4711)',
    )
  }
  const places = Math.max(first.places, upper?.places ?? 0)
  return {
    metric,
    comparison: count ? 'count' : ratio ? 'ratio' : 'candidate',
    op: known,
    value: first.value,
    ...(upper === undefined ? {} : { to: upper.value }),
    ...(places === 0 ? {} : { places }),
    ...(unit === undefined || ratio || count ? {} : { unit }),
    ...citation,
  }
}

/** A claim as parseClaim() reads it. */
export function renderClaim(claim: StatedClaim): string {
  const suffix =
    claim.comparison === 'ratio'
      ? 'x'
      : claim.metric === 'coverage.pct'
        ? '%'
        : claim.unit === undefined
          ? ''
          : ` ${claim.unit}`
  const written = (value: number): string => `${value.toFixed(claim.places ?? 0)}${suffix}`
  const values =
    claim.op === 'between'
      ? `${written(claim.value)} and ${written(claim.to ?? claim.value)}`
      : written(claim.value)
  const versus = claim.comparison === 'ratio' ? ' vs base' : ''
  return `**Claim:** ${claim.metric} ${claim.op} ${values}${versus} (${citationText(claim)})`
}
