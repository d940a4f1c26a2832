// Pagination by `page` and `per_page`, with the Link header GitHub answers.

/** https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api */
const DEFAULT_PER_PAGE = 30
const MAX_PER_PAGE = 100

export interface Page<T> {
  items: T[]
  page: number
  /** Number of the last page; 1 when there is nothing. */
  last: number
}

const natural = (text: string | null, fallback: number): number => {
  const value = Number(text ?? fallback)
  return Number.isInteger(value) && value > 0 ? value : fallback
}

/** The page size a query asks for, 1–100, 30 by default. GitHub clamps what is out of range rather than refusing it. */
export const perPage = (query: URLSearchParams): number =>
  Math.min(natural(query.get('per_page'), DEFAULT_PER_PAGE), MAX_PER_PAGE)

/** Cuts the asked page out of `items`. A page behind the last one is empty. */
export function paginate<T>(items: readonly T[], query: URLSearchParams): Page<T> {
  const size = perPage(query)
  const page = natural(query.get('page'), 1)
  return {
    items: items.slice((page - 1) * size, page * size),
    page,
    last: Math.max(1, Math.ceil(items.length / size)),
  }
}

/** The Link header of a page of `url`, or undefined when there is one page only. */
export function linkHeader(url: URL, { page, last }: { page: number; last: number }): string | undefined {
  const to = (target: number, rel: string): string => {
    const link = new URL(url)
    link.searchParams.set('page', String(target))
    return `<${link.href}>; rel="${rel}"`
  }
  const links = [
    ...(page > 1 ? [to(Math.min(page - 1, last), 'prev')] : []),
    ...(page < last ? [to(page + 1, 'next'), to(last, 'last')] : []),
    ...(page > 1 ? [to(1, 'first')] : []),
  ]
  return links.length === 0 ? undefined : links.join(', ')
}
