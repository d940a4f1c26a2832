// The text of commit and tag objects, both ways.

import { UserError } from '../../../errors.ts'
import type { ObjectType } from './cat-file.ts'
import type { Commit, Person, Tag } from './plumbing.ts'

/** ISO 8601 in UTC without milliseconds, as GitHub prints commit dates. */
const isoSeconds = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')

/** Header fields and message of a commit or tag. */
function split(data: Buffer): { all: (name: string) => string[]; message: string } {
  const text = data.toString()
  const end = text.indexOf('\n\n')
  const header = end < 0 ? text : text.slice(0, end)
  const fields = header.split('\n').map((line) => {
    const space = line.indexOf(' ')
    return [line.slice(0, space), line.slice(space + 1)] as const
  })
  return {
    all: (name) => fields.filter(([key]) => key === name).map(([, value]) => value),
    message: end < 0 ? '' : text.slice(end + 2).replace(/\n+$/, ''),
  }
}

/** Parses a commit object; an unreadable author line gives empty names and the epoch rather than an error. */
export function parseCommit(sha: string, data: Buffer): Commit {
  const { all, message } = split(data)
  return {
    sha,
    tree: all('tree')[0] ?? '',
    parents: all('parent'),
    author: parsePerson(all('author')[0] ?? ''),
    committer: parsePerson(all('committer')[0] ?? ''),
    message,
  }
}

/** Parses an annotated tag. */
export function parseTag(sha: string, data: Buffer): Tag {
  const { all, message } = split(data)
  const [type] = all('type')
  return {
    sha,
    tag: all('tag')[0] ?? '',
    message,
    object: { sha: all('object')[0] ?? '', type: isObjectType(type) ? type : 'commit' },
    tagger: parsePerson(all('tagger')[0] ?? ''),
  }
}

const isObjectType = (text: string | undefined): text is ObjectType =>
  text === 'blob' || text === 'tree' || text === 'commit' || text === 'tag'

/** Renders a tag object. Throws UserError when the date is not one. */
export function formatTag(tag: Omit<Tag, 'sha'>): string {
  const { object } = tag
  const head = [
    `object ${object.sha}`,
    `type ${object.type}`,
    `tag ${tag.tag}`,
    `tagger ${formatPerson(tag.tagger)}`,
  ]
  return `${head.join('\n')}\n\n${tag.message}${tag.message.endsWith('\n') ? '' : '\n'}`
}

/** `Name <email> seconds zone`, as git prints people in commits and tags. */
export function parsePerson(line: string): Person {
  const [, name, email, seconds] = /^(.*?) ?<([^>]*)> (-?\d+)/.exec(line) ?? []
  return { name: name ?? '', email: email ?? '', date: isoSeconds(Number(seconds ?? 0)) }
}

/** Renders a commit object. Throws UserError when a date is not one. */
export function formatCommit(commit: Omit<Commit, 'sha'>): string {
  const head = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${formatPerson(commit.author)}`,
    `committer ${formatPerson(commit.committer)}`,
  ]
  const message = commit.message.replaceAll('\0', '')
  return `${head.join('\n')}\n\n${message}${message.endsWith('\n') ? '' : '\n'}`
}

export function formatPerson(person: Person): string {
  const seconds = Math.floor(Date.parse(person.date) / 1000)
  if (!Number.isFinite(seconds)) {
    throw new UserError(`not a date: ${person.date}`, 'use ISO 8601, for example 2026-01-31T12:00:00Z')
  }
  return `${clean(person.name)} <${clean(person.email)}> ${seconds} +0000`
}

/** What git strips itself: characters that would end the field, and crud at its ends. */
const clean = (text: string): string =>
  text
    // oxlint-disable-next-line no-control-regex -- these are exactly the bytes that must not get into a header
    .replace(/[<>\n\0]/g, '')
    .replace(/^[\s.,:;"'\\]+|[\s.,:;"'\\]+$/g, '') || 'unknown'
