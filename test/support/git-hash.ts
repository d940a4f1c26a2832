// The name that git gives to a file's content.

import { createHash } from 'node:crypto'

export const gitHash = (content: string): string =>
  createHash('sha1')
    .update(`blob ${Buffer.byteLength(content)}\0${content}`)
    .digest('hex')
