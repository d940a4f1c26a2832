// Packs: cross-checks with file and line, loading from disk, overriding from a target repository.

import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { UserError } from '../../src/errors.ts'
import type { Pack } from '../../src/domain/roster/pack.ts'
import { loadBuiltInPacks, loadPack, loadTargetRoster, parsePack } from '../../src/roster/index.ts'
import { agentText, agentsDir, asaSwarm, problemsOf, shortForm } from './support.ts'

const folder = path.join(agentsDir, 'asa-swarm')
let manifest = ''
let agentFiles: { name: string; text: string }[] = []
let pack: Pack

beforeAll(async () => {
  manifest = await readFile(path.join(folder, 'pack.yml'), 'utf8')
  const names = (await readdir(folder)).filter((name) => name.endsWith('.md'))
  agentFiles = await Promise.all(
    names.map(async (name) => ({ name, text: await readFile(path.join(folder, name), 'utf8') })),
  )
  pack = await asaSwarm()
})

const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split('\n').length

describe('the asa-swarm pack', () => {
  it('has the five agents, each with no wider tools than its job', () => {
    expect(pack.agents.map((agent) => [agent.name, agent.tools.length, agent.purposes])).toEqual([
      ['benchmarker', 3, ['research', 'review']],
      ['critic', 3, ['research', 'review']],
      ['implementer', 6, ['implement', 'review']],
      ['orchestrator', 3, ['triage', 'synthesise']],
      ['researcher', 3, ['research', 'review']],
    ])
  })

  it('carries the roadmap of the seed', () => {
    expect(pack.roadmap.map((item) => item.level)).toEqual(['critical', 'high', 'high', 'medium', 'future'])
  })

  it('tells every agent what it hands over and what it must not do, and asks no agent to call GitHub', () => {
    for (const { prompt } of pack.agents) {
      expect(prompt).toContain('## What you must not do')
      expect(prompt).toMatch(/hand over|you triage/)
      expect(prompt).not.toMatch(/\bgh \b|api\.github\.com|git push/)
    }
  })
})

describe('broken manifests', () => {
  // Each row changes one place of the real pack; the problem must point at that line.
  it.each<[what: string, from: string, to: string, marker: string, key: string, message: string]>([
    [
      'an orchestrator that does not exist',
      'orchestrator: orchestrator',
      'orchestrator: boss',
      'orchestrator: boss',
      'orchestrator',
      'there is no agent `boss`',
    ],
    [
      'an orchestrator that cannot triage',
      'orchestrator: orchestrator',
      'orchestrator: critic',
      'orchestrator: critic',
      'orchestrator',
      '`critic` may not triage; its purposes are research, review',
    ],
    [
      'a wave of nobody',
      '{ purpose: research, agent: benchmarker }',
      '{ purpose: research, agent: bench }',
      'agent: bench }',
      'routing.performance.waves[0].agent',
      'there is no agent `bench`',
    ],
    [
      'a wave for the wrong agent',
      '{ purpose: research, agent: benchmarker }',
      '{ purpose: implement, agent: critic }',
      'agent: critic }',
      'routing.performance.waves[0].agent',
      '`critic` may not implement; its purposes are research, review',
    ],
    [
      'an unknown purpose',
      '{ purpose: research, agent: benchmarker }',
      '{ purpose: reserch, agent: benchmarker }',
      'reserch',
      'routing.performance.waves[0].purpose',
      '`reserch` is not known here; use `research`, or one of: research, implement',
    ],
    [
      'a reviewer twice',
      'reviewers: [benchmarker, critic]',
      'reviewers: [critic, critic]',
      'reviewers: [critic, critic]',
      'routing.performance.reviewers[1]',
      '`critic` is named twice',
    ],
    [
      'only the author as reviewer',
      'reviewers: [benchmarker, critic]',
      'reviewers: [implementer]',
      'reviewers: [implementer]',
      'routing.performance.reviewers',
      'nobody but the author would review this work',
    ],
    [
      'no reviewers',
      'reviewers: [benchmarker, critic]',
      'reviewers: []',
      'reviewers: []',
      'routing.performance.reviewers',
      'nobody but the author would review this work',
    ],
    [
      'no seats',
      'seats: [benchmarker, critic]',
      'seats: []',
      'seats: []',
      'consensus[2].seats',
      'expected at least 1 entry, found 0',
    ],
    [
      'a veto without a seat',
      'veto: [benchmarker, critic]',
      'veto: [researcher]',
      'veto: [researcher]',
      'consensus[2].veto[0]',
      '`researcher` has a veto but no seat',
    ],
    [
      'two rules of one name',
      'name: performance-claims',
      'name: architecture',
      'XX',
      'consensus[2].name',
      'there are two rules `architecture`',
    ],
    [
      'an unusable glob',
      'paths: [workspace/train_asa.py]',
      'paths: [workspace/[ab].py]',
      'paths: [workspace/[ab].py]',
      '',
      '',
    ],
    [
      'an owner that cannot write',
      "paths: ['src/pattern.{mjs,js,ts,py}']\n    owner: implementer",
      "paths: ['src/pattern.mjs']\n    owner: critic",
      'owner: critic',
      'components.pattern.owner',
      '`critic` may not implement; its purposes are research, review',
    ],
    [
      'a component with an odd name',
      '  pattern:',
      '  Pattern 2:',
      'Pattern 2:',
      'components.Pattern 2',
      'the key is not usable: expected lower-case letters, digits and dashes, at most 39',
    ],
    [
      'an unknown roadmap level',
      'level: future',
      'level: someday',
      'someday',
      'roadmap[4].level',
      '`someday` is not known here; use one of: critical, high, medium, low, future',
    ],
    [
      'an unknown key',
      'core_files:',
      'corefiles:',
      'corefiles:',
      'corefiles',
      'unknown key `corefiles`; did you mean `core_files`?',
    ],
    [
      'another name',
      'name: asa-swarm',
      'name: asa',
      'name: asa\n',
      'name',
      'the pack is called `asa` and its folder `asa-swarm`',
    ],
    [
      'a rule that never applies',
      'core_files: true, complexities: [critical]',
      'core_files: false',
      '',
      '',
      '',
    ],
  ])('%s', (_what, from, to, marker, key, message) => {
    const text = manifest.replace(from, to)
    expect(text).not.toBe(manifest)
    const problems = problemsOf(parsePack('asa-swarm', { name: 'pack.yml', text }, agentFiles))
    expect(problems.length).toBeGreaterThan(0)
    expect(problems.map((problem) => problem.file)).toContain('pack.yml')
    if (key === '') return
    const line =
      marker === 'XX'
        ? text.slice(0, text.lastIndexOf('name: architecture')).split('\n').length
        : lineOf(text, marker)
    expect(problems.map(shortForm)).toContain(`${line} ${key}: ${message}`)
  })

  it('misses a route', () => {
    const text = manifest.replace(/ {2}bugfix:\n(?: {4}.*\n)+/, '')
    const problems = problemsOf(parsePack('asa-swarm', { name: 'pack.yml', text }, agentFiles))
    expect(problems.map(shortForm)).toEqual([`${lineOf(text, 'routing:')} routing.bugfix: it is missing`])
  })
})

describe('broken agents of a pack', () => {
  const parse = (files: typeof agentFiles) =>
    problemsOf(parsePack('asa-swarm', { name: 'pack.yml', text: manifest }, files))

  it('reports a dangling neighbour in the file that names it', () => {
    const files = agentFiles.map((file) =>
      file.name === 'critic.md'
        ? {
            ...file,
            text: file.text.replace('intersects_with: [implementer', 'intersects_with: [implementor'),
          }
        : file,
    )
    const line = lineOf(files.find((file) => file.name === 'critic.md')!.text, 'intersects_with')
    expect(parse(files).map((problem) => [problem.file, shortForm(problem)])).toEqual([
      ['critic.md', `${line} intersects_with[0]: there is no agent \`implementor\``],
    ])
  })

  it('reports a name used twice in the second file', () => {
    const twin = { name: 'zz.md', text: agentText('name: Critic\ndescription: x') }
    expect(parse([...agentFiles, twin]).map((problem) => [problem.file, shortForm(problem)])).toEqual([
      ['zz.md', '2 name: `critic` is the name of critic.md too'],
    ])
  })

  it('reports a broken agent without the noise of every place that names it', () => {
    const files = agentFiles.map((file) =>
      file.name === 'critic.md' ? { ...file, text: '---js\n1\n---\n' } : file,
    )
    expect(parse(files).map((problem) => problem.file)).toEqual(['critic.md'])
  })
})

describe('from disk', () => {
  const made: string[] = []
  const makeDir = async (files: Record<string, string>): Promise<string> => {
    const top = await mkdtemp(path.join(os.tmpdir(), 'baton-packs-'))
    made.push(top)
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(top, name)), { recursive: true })
      await writeFile(path.join(top, name), text)
    }
    return top
  }
  afterEach(async () => {
    for (const dir of made.splice(0)) await rm(dir, { recursive: true, force: true })
  })

  it('loads every built-in pack', async () => {
    const { packs } = await loadBuiltInPacks(agentsDir)
    expect([...packs.keys()]).toContain('asa-swarm')
  })

  it('reads pack.yml and the agents, and skips a README', async () => {
    const files = Object.fromEntries(agentFiles.map((file) => [`asa-swarm/${file.name}`, file.text]))
    const top = await makeDir({
      ...files,
      'asa-swarm/pack.yml': manifest,
      'asa-swarm/README.md': '# About',
      'notes.txt': 'x',
    })
    const { packs } = await loadBuiltInPacks(top)
    expect([...packs.keys()]).toEqual(['asa-swarm'])
  })

  it('lists every problem of every pack in one error', async () => {
    const top = await makeDir({
      'a/pack.yml': 'name: a\n',
      'a/x.md': '# x',
      'b/x.md': agentText('description: x'),
    })
    const error: unknown = await loadBuiltInPacks(top).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(UserError)
    const { message, fix } = error as UserError
    expect(message).toContain(`${path.join(top, 'a/x.md')}:1 it has no front matter`)
    expect(message).toContain(`${path.join(top, 'a/pack.yml')}:1 routing: it is missing`)
    expect(message).toContain(`${path.join(top, 'b/pack.yml')}:1 the pack has no pack.yml`)
    expect(fix).not.toBe('')
  })

  it.each([
    ['no folder', 'nowhere', /cannot be read/],
    ['an empty folder', '', /there is no pack/],
  ])('refuses %s', async (_what, name, message) => {
    const top = await makeDir({})
    await expect(loadBuiltInPacks(path.join(top, name))).rejects.toThrow(message)
  })

  it('reports a folder without agents, and one that is missing', async () => {
    const top = await makeDir({ 'a/pack.yml': 'name: a\n' })
    expect(problemsOf(await loadPack(path.join(top, 'a'))).map(shortForm)).toEqual([
      '1 : it holds 0 agent files',
    ])
    expect(problemsOf(await loadPack(path.join(top, 'b')))[0]?.message).toMatch(/could not be read/)
  })
})

describe("a target repository's own agents", () => {
  const own = (name: string, keys: string) => ({ name, text: agentText(keys) })

  it('replaces by name and adds the rest', () => {
    const entries = [
      own('critic.md', 'description: Our critic.\ntools: [Read]'),
      own('scribe.md', 'description: Writes.\nintersects_with: [critic]'),
      { name: 'README.md', text: '# ours' },
      { name: 'notes.txt', text: 'x' },
    ]
    const merged = loadTargetRoster(entries, pack)
    expect(merged.problems).toEqual([])
    expect(merged.own.map((agent) => agent.name)).toEqual(['critic', 'scribe'])
    expect(merged.pack.agents.map((agent) => agent.name)).toEqual([
      ...pack.agents.map((agent) => agent.name),
      'scribe',
    ])
    expect(merged.pack.agents.find((agent) => agent.name === 'critic')?.description).toBe('Our critic.')
  })

  it.each<[what: string, entry: { name: string; text: string }, problem: string]>([
    ['a broken file', own('x.md', 'descripton: x'), '2 description: it is missing'],
    [
      'JavaScript front matter',
      { name: 'x.md', text: '---js\nprocess.exit()\n---\nx' },
      '1 : front matter in the language `js` is refused',
    ],
    [
      'a dangling neighbour',
      own('x.md', 'description: x\nintersects_with: [ghost]'),
      '3 intersects_with[0]: there is no agent `ghost`',
    ],
    [
      'an implementer that can no longer write',
      own('implementer.md', 'description: x\ntools: [Read]'),
      '1 : the pack asa-swarm needs it otherwise: `implementer` may not implement; its purposes are research, review',
    ],
  ])('keeps the pack as it is with %s', (_what, entry, problem) => {
    const merged = loadTargetRoster([entry], pack)
    expect(merged.problems.map(shortForm)).toContain(problem)
    expect(merged.problems.every((one) => one.file === entry.name)).toBe(true)
    expect(merged.pack).toBe(pack)
  })
})
