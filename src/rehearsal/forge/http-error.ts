// The error answers of GitHub's REST API, thrown by handlers and rendered by the server.

/** One entry of the `errors` array of a 422 (https://docs.github.com/rest, "Validation Failed"). */
export type FieldError =
  | string
  | { resource: string; field?: string; code: string; message?: string; value?: string }

/** Thrown by a handler; the server answers `{ message, errors?, documentation_url, status }` with this status. */
export class HttpError extends Error {
  override readonly name = 'HttpError'
  readonly status: number
  readonly errors: FieldError[] | undefined
  readonly headers: Record<string, string> | undefined
  constructor(status: number, message: string, errors?: FieldError[], headers?: Record<string, string>) {
    super(message)
    this.status = status
    this.errors = errors
    this.headers = headers
  }
}

export const notFound = (): HttpError => new HttpError(404, 'Not Found')
export const forbidden = (message = 'Resource not accessible by integration'): HttpError =>
  new HttpError(403, message)
export const unauthorized = (message = 'Requires authentication'): HttpError => new HttpError(401, message)
export const invalid = (errors: FieldError[]): HttpError => new HttpError(422, 'Validation Failed', errors)
