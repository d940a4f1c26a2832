// GraphQL errors as GitHub words and shapes them: `type` beside the message, HTTP 200.

import type { GraphQLFormattedError } from 'graphql'
import { GraphQLError } from 'graphql'
import { HttpError } from '../http-error.ts'

/** GitHub's error types for what a valid query may still run into. */
export type ErrorType =
  | 'NOT_FOUND'
  | 'FORBIDDEN'
  | 'UNPROCESSABLE'
  | 'RATE_LIMITED'
  | 'MISSING_PAGINATION_BOUNDARIES'
  | 'EXCESSIVE_PAGINATION'
  | 'INVALID_CURSOR_ARGUMENTS'
  | 'MAX_NODE_LIMIT_EXCEEDED'
  | 'NOT_IMPLEMENTED'

export const typedError = (type: ErrorType, message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { type } })

export interface FormattedError {
  type?: string
  message: string
  path?: GraphQLFormattedError['path']
  locations?: GraphQLFormattedError['locations']
  extensions?: Record<string, unknown>
}

const typeOfStatus: Readonly<Record<number, ErrorType>> = {
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  422: 'UNPROCESSABLE',
}

/** One error for the answer's `errors`. What is neither GitHub's nor GraphQL's own is a fault of ours and keeps its stack. */
export function formatError(error: GraphQLError): FormattedError {
  const cause = error.originalError
  const { type, ...extensions } = error.extensions
  const named =
    cause instanceof HttpError
      ? (typeOfStatus[cause.status] ?? 'UNPROCESSABLE')
      : typeof type === 'string'
        ? type
        : undefined
  const internal = cause !== undefined && !(cause instanceof HttpError) && !(cause instanceof GraphQLError)
  return {
    ...(named === undefined ? {} : { type: named }),
    ...(error.path === undefined ? {} : { path: error.path }),
    ...(Object.keys(extensions).length === 0 ? {} : { extensions }),
    ...(error.locations === undefined ? {} : { locations: error.locations }),
    message: internal ? `Something went wrong: ${cause.stack ?? cause.message}` : error.message,
  }
}

const noField = /^Cannot query field "(\w+)" on type "(\w+)"/

/** A refusal by the schema; an unknown field is worded as github.com words it. */
export function formatRefusal(error: GraphQLError): FormattedError {
  const [, field, type] = noField.exec(error.message) ?? []
  const locations = error.locations === undefined ? {} : { locations: error.locations }
  if (field === undefined || type === undefined) return { ...locations, message: error.message }
  return {
    ...locations,
    extensions: { code: 'undefinedField', typeName: type, fieldName: field },
    message: `Field '${field}' doesn't exist on type '${type}'`,
  }
}
