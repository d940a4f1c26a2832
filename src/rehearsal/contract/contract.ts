// What the check against GitHub's published OpenAPI, webhook and GraphQL schemas takes, and what it found.

export interface ContractViolation {
  /** `request` or `response` of a REST or GraphQL operation, or the payload of a webhook. */
  side: 'request' | 'response' | 'webhook'
  /** `POST /repos/{owner}/{repo}/issues`, `POST /graphql` or `issues.opened`. */
  operation: string
  /** JSON pointer into the body, or the parameter's name. */
  at: string
  message: string
  status?: number
}

export interface ContractReport {
  /** API requests checked, REST and GraphQL. */
  readonly sent: number
  readonly violations: readonly ContractViolation[]
}

export interface RequestCheck {
  method: string
  /** The route's path template, exactly as in GitHub's OpenAPI description. */
  template: string
  params: Readonly<Record<string, string>>
  query: URLSearchParams
  /** Parsed JSON; undefined (or `{}`) when nothing was sent. */
  body: unknown
}

export interface ResponseCheck {
  method: string
  template: string
  status: number
  /** The answer's Content-Type; undefined when it has no body. Only JSON bodies have a schema to hold to. */
  contentType: string | undefined
  /** The value that was serialised, or undefined. */
  body: unknown
}

/** Checks traffic against GitHub's schemas. No method throws: what is wrong is recorded in `report`. */
export interface Contract {
  readonly report: ContractReport
  request(check: RequestCheck): void
  response(check: ResponseCheck): void
  webhook(check: { event: string; action: string | null; payload: unknown }): void
  /** Counts one GraphQL request and records the errors with which GitHub's schema refuses it (none: it is valid). */
  graphql(errors: readonly { message: string }[]): void
}
