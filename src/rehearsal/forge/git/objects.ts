// Git objects by name: reads through `cat-file`, writes as loose objects in git's own format.

import { createHash, randomUUID } from 'node:crypto'
import { access, mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { deflate } from 'node:zlib'
import { InternalError } from '../../../errors.ts'
import { Cache } from './cache.ts'
import { CatFile, type GitObject, type ObjectInfo, type ObjectType } from './cat-file.ts'
import { formatCommit, parseCommit, parseTag } from './commit-format.ts'
import type { Commit, Tag } from './plumbing.ts'

const compress = promisify(deflate)
export const isSha = (text: string): boolean => /^[0-9a-f]{40}$/.test(text)

export class ObjectStore {
  private readonly readers = new Map<string, CatFile>()
  private readonly commits = new Cache<Commit | undefined>(5000)

  /** SHA of the object of `type` behind a revision (a tag is followed to its commit), or undefined. */
  async resolve(gitDir: string, revision: string, type: ObjectType): Promise<string | undefined> {
    if (revision.startsWith('-') || revision.includes('\n')) return undefined
    // After a colon everything is a path, so `rev:path` cannot be peeled in one go.
    const object = await this.info(gitDir, revision.includes(':') ? revision : `${revision}^{${type}}`)
    return object?.type === type ? object.sha : undefined
  }

  info(gitDir: string, name: string): Promise<ObjectInfo | undefined> {
    return this.reader(gitDir).ask(name, false)
  }

  /** Content of the object, or undefined when it is missing or of another type. */
  async read(gitDir: string, name: string, type: ObjectType): Promise<Buffer | undefined> {
    const object = await this.object(gitDir, name)
    return object?.type === type ? object.data : undefined
  }

  object(gitDir: string, name: string): Promise<GitObject | undefined> {
    return this.reader(gitDir).ask(name, true)
  }

  async commit(gitDir: string, sha: string): Promise<Commit | undefined> {
    if (!isSha(sha)) return undefined
    const load = async (): Promise<Commit | undefined> => {
      const data = await this.read(gitDir, sha, 'commit')
      // Not kept when missing: a push may bring it a moment later.
      if (data === undefined) throw new MissingCommit(sha)
      return parseCommit(sha, data)
    }
    try {
      return await this.commits.get(`${gitDir}\0${sha}`, load)
    } catch (error) {
      if (error instanceof MissingCommit) return undefined
      throw error
    }
  }

  async tag(gitDir: string, sha: string): Promise<Tag | undefined> {
    const data = await this.read(gitDir, sha, 'tag')
    return data && parseTag(sha, data)
  }

  async fileAt(
    gitDir: string,
    commitish: string,
    file: string,
  ): Promise<{ sha: string; data: Buffer } | undefined> {
    const commit = await this.resolve(gitDir, commitish, 'commit')
    if (commit === undefined || file === '') return undefined
    const object = await this.object(gitDir, `${commit}:${file}`)
    return object?.type === 'blob' ? { sha: object.sha, data: object.data } : undefined
  }

  /** Stores an object and returns its SHA-1. Writing what is there already is free. */
  async write(gitDir: string, type: ObjectType, data: Buffer): Promise<string> {
    const stored = Buffer.concat([Buffer.from(`${type} ${data.length}\0`), data])
    const sha = createHash('sha1').update(stored).digest('hex')
    const folder = path.join(gitDir, 'objects', sha.slice(0, 2))
    const file = path.join(folder, sha.slice(2))
    const known = await access(file).then(
      () => true,
      () => false,
    )
    if (known) return sha
    await mkdir(folder, { recursive: true })
    const temporary = path.join(gitDir, 'objects', `tmp_obj_${randomUUID()}`)
    await writeFile(temporary, await compress(stored), { mode: 0o444 })
    await rename(temporary, file)
    return sha
  }

  writeCommit(gitDir: string, input: Omit<Commit, 'sha'>): Promise<string> {
    return this.write(gitDir, 'commit', Buffer.from(formatCommit(input)))
  }

  async close(): Promise<void> {
    const readers = [...this.readers.values()]
    this.readers.clear()
    await Promise.all(readers.map((reader) => reader.close()))
  }

  private reader(gitDir: string): CatFile {
    const known = this.readers.get(gitDir)
    if (known !== undefined && !known.closed) return known
    const reader = new CatFile(gitDir)
    this.readers.set(gitDir, reader)
    return reader
  }
}

class MissingCommit extends InternalError {}
