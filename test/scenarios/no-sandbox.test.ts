// A machine without bubblewrap: agents get no Bash, say so, and the work is merged all the same.

import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { asaSwarm } from '../../src/rehearsal/scenarios/asa-swarm/index.ts'
import { played } from '../support/played.ts'

const search = process.env['PATH'] ?? ''
let folder: string

/** A folder with a link to every program that PATH finds, but for bubblewrap. */
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'baton-path-'))
  const linked = new Set(['bwrap'])
  for (const dir of search.split(path.delimiter)) {
    const names = await readdir(dir).catch(() => [])
    for (const name of names) {
      if (linked.has(name)) continue
      linked.add(name)
      await symlink(path.join(dir, name), path.join(folder, name))
    }
  }
  process.env['PATH'] = folder
})

afterEach(async () => {
  process.env['PATH'] = search
  await rm(folder, { recursive: true, force: true })
})

test('asa-swarm ends merged', async () => {
  const rehearsal = await played(asaSwarm())
  try {
    expect(rehearsal.baton.sandbox.ok).toBe(false)
    expect(rehearsal.problems).toEqual([])
    expect(rehearsal.summary).toMatchObject({ ok: true, issue: { state: 'closed' } })
    expect(rehearsal.summary.waves.map(({ merged }) => merged)).toEqual([true])
  } finally {
    await rehearsal.close()
  }
})
