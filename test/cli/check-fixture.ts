// A small pack and a target repository that are in order, written to a folder with one thing changed.

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export const PACK = 'packs/small/pack.yml'
export const BUILDER = 'packs/small/builder.md'
export const POLICY = 'repo/.github/baton.yml'
export const HELPER = 'repo/.github/baton/agents/helper.md'

export interface Broken {
  what: string
  file: string
  from: string
  to: string
  /** Text of the line that is reported; what was put in, unless given. */
  at?: string
  /** The line itself, where the file as a whole is meant. */
  line?: number
  key: string
  message: RegExp
  /** Words of what is expected, or of the example. */
  advice: RegExp
  /** Problems that follow from it elsewhere. */
  more?: number
}

const agent = (name: string, keys: string): string =>
  `---\nname: ${name}\ndescription: Does what a ${name} does.\n${keys}\n---\nYou are the ${name}.\n`

const PACK_TEXT = `name: small
title: Small team
description: A team for tests.
orchestrator: chief
core_files: ['src/core/**']
components:
  core: { paths: ['src/core/**'], owner: builder }
  docs: { paths: ['docs/**'], part_of: core }
routing:
  research:
    waves: [{ purpose: research, agent: judge }]
  implementation:
    waves:
      - { id: look, purpose: research, agent: judge }
      - { id: build, purpose: implement, agent: builder, after: [look] }
    reviewers: [judge]
  performance:
    waves: [{ purpose: implement, agent: builder }]
    reviewers: [judge]
  bugfix:
    waves: [{ purpose: implement, agent: builder }]
    reviewers: [judge]
  documentation:
    waves: [{ purpose: implement, agent: builder }]
    reviewers: [judge]
  architecture:
    waves: [{ purpose: implement, agent: builder }]
    reviewers: [judge]
types:
  api:
    title: API work
    kind: implementation
    primary: builder
    secondary: [judge]
  audit: { title: Audits, kind: research, primary: judge }
complexity:
  critical: { team: all, neighbours: true, include: [judge], escalation: [judge, people] }
intersections:
  - { domain: api, needs: security, add: [judge], gate: [judge] }
expertise:
  yaml: { title: YAML, primary: builder }
patterns:
  careful:
    title: Careful work
    when: { types: [api], complexities: [critical] }
    waves:
      - { id: plan, purpose: research, agent: judge }
      - { id: make, purpose: implement, agent: $primary, after: [plan] }
    reviewers: [judge]
  urgent:
    title: Urgent work
    when: { labels: [incident] }
    timers: 0.5
consensus:
  - name: core
    when: { core_files: true }
    seats: [judge, builder]
    quorum: all
    veto: [judge]
escalation:
  - { name: Team, after_minutes: 60, to: [judge] }
  - { name: People, after_minutes: 240, to: [people] }
`

const POLICY_TEXT = `version: 1
extends: small
label: baton
default_priority: medium
validate:
  commands:
    - { name: tests, run: npm test, report: tap }
components:
  parser: { paths: ['src/parser/**'], owner: helper }
intersections:
  - { domain: audit, needs: parsing, add: [helper] }
consensus:
  - name: public
    when: { paths: ['src/index.ts'] }
    seats: [judge]
`

/** By path from the top; packs/small is the pack, repo the target repository. */
export const FILES: Readonly<Record<string, string>> = {
  [PACK]: PACK_TEXT,
  'packs/small/chief.md': agent('chief', 'type: orchestrator'),
  [BUILDER]: agent('builder', 'tools: [Read, Edit, Write, Bash]\nintersects_with: [judge]'),
  'packs/small/judge.md': agent('judge', 'tools: [Read, Grep]'),
  [POLICY]: POLICY_TEXT,
  [HELPER]: agent('helper', 'tools: [Read, Edit, Write]\nwake_enabled: true'),
}

/** Writes the files, with those given instead or besides, to a new folder below `dir`. */
export function write(dir: string, changed: Readonly<Record<string, string>> = {}): string {
  const top = mkdtempSync(join(dir, 'case-'))
  for (const [path, text] of Object.entries({ ...FILES, ...changed })) {
    mkdirSync(dirname(join(top, path)), { recursive: true })
    writeFileSync(join(top, path), text)
  }
  return top
}
