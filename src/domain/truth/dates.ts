// Dates, versions and numbered sprints in text, in one form, so that two mentions of the same day are the same.

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH = String.raw`(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?`

const FORMS: readonly RegExp[] = [
  /\b(?<year>(?:19|20)\d\d)-(?<m>\d\d)(?:-(?<day>\d\d))?\b/i,
  new RegExp(String.raw`\b${MONTH} (?<day>\d{1,2})(?:st|nd|rd|th)?,? (?<year>(?:19|20)\d\d)\b`, 'i'),
  new RegExp(String.raw`\b(?<day>\d{1,2})\.? ${MONTH} (?<year>(?:19|20)\d\d)\b`, 'i'),
  new RegExp(String.raw`\b${MONTH} (?<year>(?:19|20)\d\d)\b`, 'i'),
]
const VERSION = /(?<![\w.])v?(\d{1,4}\.\d{1,4}(?:\.\d{1,4})?)(?![\w.%]| ?(?:%|x|×|ms|s|MB|GB)\b)/
const NUMBERED = /\b(sprint|week|release|iteration|milestone|phase|epic|wave|plan) (\d{1,4})\b/i

/** The first date in the text as `2025-09-11` or `2025-09`; undefined when there is none. */
export function dateIn(text: string): string | undefined {
  for (const form of FORMS) {
    const groups = form.exec(text)?.groups
    if (groups === undefined) continue
    const named = MONTHS.indexOf(groups['month']?.toLowerCase() ?? '')
    const month = groups['m'] ?? String(named + 1).padStart(2, '0')
    const day = groups['day']?.padStart(2, '0')
    return [groups['year'], month, ...(day === undefined ? [] : [day])].join('-')
  }
  return undefined
}

/** What a heading says of when its section holds: a date, a version, a numbered sprint or phase. */
export function periodIn(heading: string): string | undefined {
  const numbered = NUMBERED.exec(heading)
  return (
    dateIn(heading) ??
    VERSION.exec(heading)?.[1] ??
    (numbered === null ? undefined : `${numbered[1]?.toLowerCase() ?? ''} ${numbered[2] ?? ''}`)
  )
}
