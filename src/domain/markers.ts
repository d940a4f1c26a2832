// Hidden markers: how Baton recognises its own comments and reviews again, whatever happened in between.

/** Appended to a body; `topic` is unique per issue or pull request. Only counts on texts that our own Apps wrote. */
export const withMarker = (topic: string, body: string): string =>
  `${body.trimEnd()}\n\n<!-- baton:${topic} -->`

/** The topic of a body that carries a marker on its last line, else undefined. */
export function topicOf(body: string): string | undefined {
  return /<!-- baton:([\w./-]+) -->\s*$/.exec(body)?.[1]
}

/** GitHub may hand bodies back with CRLF; two bodies are the same when only that differs. */
export const sameText = (a: string, b: string): boolean =>
  a.replaceAll('\r\n', '\n').trim() === b.replaceAll('\r\n', '\n').trim()

/** A body without the marker on its last line. */
export const withoutMarker = (body: string): string =>
  body.replace(/<!-- baton:[\w./-]+ -->\s*$/, '').trimEnd()
