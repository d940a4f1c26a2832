// Both journals keep the same promises; the file also survives half-written lines and says when it is damaged.

import { appendFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { TerminalError } from '../../src/errors.ts'
import { fileJournal, journalPath } from '../../src/runtime/journal-file.ts'
import { JournalConflict, type JournalEvent, memoryJournal } from '../../src/runtime/journal.ts'

const RUN = 'acme/widgets#1/w1/a/implement/1'
const event = (at: number): JournalEvent => ({ type: 'resumed', at })

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'baton-journal-'))
  onTestFinished(() => rm(path, { recursive: true }))
  return path
}

describe.each([
  ['memory', async () => memoryJournal()],
  ['file', async () => fileJournal(await folder())],
] as const)('%s', (_, make) => {
  it('gives back what was appended, per run', async () => {
    const journal = await make()
    await journal.append(RUN, 0, event(1))
    await journal.append('other', 0, event(9))
    await journal.append(RUN, 1, event(2))
    expect(await journal.load(RUN)).toEqual([event(1), event(2)])
    expect(await journal.load('nothing')).toEqual([])
  })

  it('refuses a number that is taken, even with the same content', async () => {
    const journal = await make()
    await journal.append(RUN, 0, event(1))
    await expect(journal.append(RUN, 0, event(1))).rejects.toThrow(JournalConflict)
    expect(await journal.load(RUN)).toEqual([event(1)])
  })

  it('refuses a gap', async () => {
    const journal = await make()
    await expect(journal.append(RUN, 1, event(1))).rejects.toThrow(TerminalError)
    expect(await journal.load(RUN)).toEqual([])
    await journal.append(RUN, 0, event(1))
  })
})

describe('file', () => {
  it('lets exactly one of many writers have a number', async () => {
    const path = await folder()
    const writers = Array.from({ length: 8 }, () => fileJournal(path))
    for (const writer of writers) await writer.load(RUN)
    const tries = await Promise.allSettled(
      writers.map((writer, index) => writer.append(RUN, 0, event(index))),
    )
    const won = tries.findIndex((result) => result.status === 'fulfilled')
    expect(tries.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    expect(await fileJournal(path).load(RUN)).toEqual([event(won)])
  })

  it('passes over the half line of a crash and goes on after it', async () => {
    const path = await folder()
    await fileJournal(path).append(RUN, 0, event(1))
    await appendFile(journalPath(path, RUN), '\n{"seq":1,"writer":"x","event":{"type":"resu')
    const next = fileJournal(path)
    expect(await next.load(RUN)).toEqual([event(1)])
    await next.append(RUN, 1, event(2))
    expect(await fileJournal(path).load(RUN)).toEqual([event(1), event(2)])
  })

  const damage: { name: string; line: string; error: RegExp }[] = [
    {
      name: 'a missing event',
      line: '{"seq":5,"writer":"x","event":{"type":"resumed","at":1}}',
      error: /event 1 is missing/,
    },
    {
      name: 'an unknown event',
      line: '{"seq":1,"writer":"x","event":{"type":"nap","at":1}}',
      error: /not a journal event/,
    },
    {
      name: 'an unknown key',
      line: '{"seq":1,"writer":"x","event":{"type":"resumed","at":1,"by":"x"}}',
      error: /Unrecognized key/,
    },
  ]
  it.each(damage)('says so when there is $name', async ({ line, error }) => {
    const path = await folder()
    await fileJournal(path).append(RUN, 0, event(1))
    await appendFile(journalPath(path, RUN), `${line}\n`)
    await expect(fileJournal(path).load(RUN)).rejects.toThrow(error)
  })

  it('keeps runs apart whose ids differ only in characters that file names lack, out of the reach of others', async () => {
    const path = await folder()
    const journal = fileJournal(path)
    await journal.append('a/b#1', 0, event(1))
    await journal.append('a#b/1', 0, event(2))
    expect([await journal.load('a/b#1'), await journal.load('a#b/1')]).toEqual([[event(1)], [event(2)]])
    expect((await stat(journalPath(path, 'a/b#1'))).mode & 0o077).toBe(0)
    expect(journalPath(path, '../../etc/passwd').startsWith(`${path}/`)).toBe(true)
    expect(await readFile(journalPath(path, 'a/b#1'), 'utf8')).toMatch(/"seq":0/)
  })
})
