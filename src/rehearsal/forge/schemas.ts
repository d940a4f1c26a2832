// Small schemas and conversions that several code routes share.

import { z } from 'zod'

export const shaSchema = z.string().regex(/^[0-9a-f]{40}$/, 'is not a SHA of 40 hexadecimal digits')

/** Somebody as author or committer in a request; the date is now when left out. */
export const personSchema = z.strictObject({
  name: z.string().min(1),
  email: z.string().min(1),
  date: z.iso.datetime({ offset: true }).optional(),
})

/** The API leaves `refs/` out of paths and takes it all the same. */
export const fullRef = (ref: string): string => (ref.startsWith('refs/') ? ref : `refs/${ref}`)
