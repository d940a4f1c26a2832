// Webhook payloads as they lie in the table.

import { zstdCompressSync, zstdDecompressSync, constants } from 'node:zlib'

/** A payload of 25 MB is the largest GitHub sends; what inflates to more was not written by us. */
const MAX_BYTES = 26 * 1024 * 1024
/** Level 1: this is in the answer path, and webhook JSON is so repetitive that higher levels gain little. */
const params = { [constants.ZSTD_c_compressionLevel]: 1 }

/** The size is told beforehand and the output buffer kept small: the allocations cost as much as the compression. */
export function compressPayload(raw: Buffer): Buffer {
  return zstdCompressSync(raw, { params, pledgedSrcSize: raw.length, chunkSize: 8192 })
}

/** Raises a RangeError for more than 26 MB and the codec's own error for damaged bytes. */
export function decompressPayload(stored: Buffer): Buffer {
  return zstdDecompressSync(stored, { maxOutputLength: MAX_BYTES })
}
