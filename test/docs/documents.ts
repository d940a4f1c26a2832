// The Markdown documents of the project, read once, and what the tests take from them.

import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

export const ROOT = join(import.meta.dirname, '../..')

export interface Document {
  /** Relative to the root. */
  path: string
  text: string
  /** The text without fenced blocks and inline code. */
  prose: string
}

export interface Fence {
  lang: string
  /** From `file=<name>` after the language. */
  file: string | undefined
  text: string
}

export const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

function markdown(folder: string, deep: boolean): string[] {
  return readdirSync(join(ROOT, folder), { recursive: deep, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
}

const withoutCode = (text: string): string =>
  text.replaceAll(/^```[\s\S]*?^```$/gm, '').replaceAll(/`[^`\n]*`/g, '')

/** The documents of the root and everything below docs/. */
export const documents: readonly Document[] = [...markdown('.', false), ...markdown('docs', true)].map(
  (path) => {
    const text = read(path)
    return { path, text, prose: withoutCode(text) }
  },
)

/** The fenced blocks of a text, in order. */
export function fences(text: string): Fence[] {
  return [...text.matchAll(/^```(\w+)(?: file=(\S+))?\n([\s\S]*?)^```$/gm)].map(
    ([, lang = '', file, body = '']) => ({
      lang,
      file,
      text: body,
    }),
  )
}

/** Headings as the anchors that GitHub makes of them. */
export const anchors = (text: string): string[] =>
  [...text.replaceAll(/^```[\s\S]*?^```$/gm, '').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
