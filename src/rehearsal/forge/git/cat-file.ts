// One long-lived `git cat-file --batch-command` per repository: object reads without a process each.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Socket } from 'node:net'
import { InternalError } from '../../../errors.ts'
import { gitEnvironment, gitPrefix } from './process.ts'

export type ObjectType = 'blob' | 'tree' | 'commit' | 'tag'

export interface ObjectInfo {
  sha: string
  type: ObjectType
  /** Bytes. */
  size: number
}

export type GitObject = ObjectInfo & { data: Buffer }

interface Request {
  withData: boolean
  resolve(value: GitObject | undefined): void
  reject(error: Error): void
}

const HEADER = /^([0-9a-f]{40}) (blob|tree|commit|tag) (\d+)$/
const isType = (text: string | undefined): text is ObjectType =>
  text === 'blob' || text === 'tree' || text === 'commit' || text === 'tag'

export class CatFile {
  private readonly child: ChildProcessWithoutNullStreams
  private readonly waiting: Request[] = []
  private chunks: Buffer[] = []
  private length = 0
  /** Bytes that must be there before another look is worth it. */
  private need = 1
  private header: ObjectInfo | undefined
  closed = false

  constructor(gitDir: string) {
    this.child = spawn('git', [...gitPrefix(gitDir), 'cat-file', '--batch-command'], {
      env: gitEnvironment(),
    })
    this.child.stdout.on('data', (chunk: Buffer) => this.receive(chunk))
    this.child.stderr.resume()
    this.child.stdin.on('error', (error) => this.fail(error))
    this.child.on('error', (error) => this.fail(error))
    this.child.on('close', () => this.fail(new InternalError('git cat-file ended')))
    this.keepAlive(false)
  }

  /** The object that `name` (anything `git rev-parse` takes) stands for, undefined when there is none. */
  ask(name: string, withData: boolean): Promise<GitObject | undefined> {
    // A line break would be read as the next command.
    if (name === '' || /[\n\0]/.test(name)) return Promise.resolve(undefined)
    return new Promise((resolve, reject) => {
      if (this.closed) {
        reject(new InternalError('git cat-file was closed'))
        return
      }
      if (this.waiting.length === 0) this.keepAlive(true)
      this.waiting.push({ withData, resolve, reject })
      this.child.stdin.write(`${withData ? 'contents' : 'info'} ${name}\n`)
    })
  }

  /** Ends the process, and resolves when it is gone. */
  async close(): Promise<void> {
    this.closed = true
    const { child } = this
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
    const gone = once(child, 'exit')
    this.keepAlive(true)
    child.stdin.end()
    child.kill()
    await gone
  }

  private receive(chunk: Buffer): void {
    this.chunks.push(chunk)
    this.length += chunk.length
    while (this.length >= this.need && this.takeOne());
  }

  /** Answers the oldest request from what has arrived; false when more bytes are needed. */
  private takeOne(): boolean {
    if (this.length === 0) return false
    let data =
      this.chunks.length === 1 && this.chunks[0] !== undefined ? this.chunks[0] : Buffer.concat(this.chunks)
    this.chunks = [data]
    const request = this.waiting[0]
    if (request === undefined) throw new InternalError('git cat-file answered without being asked')
    if (this.header === undefined) {
      const end = data.indexOf(10)
      if (end < 0) {
        this.need = this.length + 1
        return false
      }
      const [, sha, type, size] = HEADER.exec(data.subarray(0, end).toString()) ?? []
      data = this.drop(data, end + 1)
      if (sha === undefined || !isType(type)) return this.answer(undefined)
      const info = { sha, type, size: Number(size) }
      if (!request.withData) return this.answer({ ...info, data: Buffer.alloc(0) })
      this.header = info
    }
    const { header } = this
    this.need = header.size + 1
    if (data.length < this.need) return false
    const content = Buffer.from(data.subarray(0, header.size))
    this.drop(data, header.size + 1)
    this.header = undefined
    return this.answer({ ...header, data: content })
  }

  private drop(data: Buffer, bytes: number): Buffer {
    const rest = data.subarray(bytes)
    this.chunks = rest.length > 0 ? [rest] : []
    this.length = rest.length
    return rest
  }

  private answer(value: GitObject | undefined): true {
    this.need = 1
    this.waiting.shift()?.resolve(value)
    if (this.waiting.length === 0) this.keepAlive(false)
    return true
  }

  private fail(error: Error): void {
    this.closed = true
    for (const request of this.waiting.splice(0)) request.reject(error)
  }

  /** An idle reader must not keep the process that owns it from ending. */
  private keepAlive(on: boolean): void {
    if (on) this.child.ref()
    else this.child.unref()
    for (const stream of [this.child.stdin, this.child.stdout, this.child.stderr]) {
      if (!(stream instanceof Socket)) continue
      if (on) stream.ref()
      else stream.unref()
    }
  }
}
