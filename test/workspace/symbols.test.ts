// Files of a patch as git writes it, also where its lines look like its headers.

import { expect, test } from 'vitest'
import { filesOfPatch } from '../../src/workspace/symbols.ts'

const header = (path: string, from = `a/${path}`, to = `b/${path}`): string =>
  `diff --git a/${path} b/${path}\nindex 1..2 100644\n--- ${from}\n+++ ${to}\n`

test.each<[what: string, patch: string, paths: string[]]>([
  ['none', '', []],
  [
    'two',
    `${header('a.ts')}@@ -1 +1 @@\n-a\n+b\n${header('b c.ts')}@@ -1 +1 @@\n-a\n+b\n`,
    ['a.ts', 'b c.ts'],
  ],
  ['one that was added', `${header('a.ts', '/dev/null')}@@ -0,0 +1 @@\n+b\n`, ['a.ts']],
  ['one that was deleted', `${header('a.ts', 'a/a.ts', '/dev/null')}@@ -1 +0,0 @@\n-b\n`, ['a.ts']],
  ['a binary one', 'diff --git a/x.png b/x.png\nindex 1..2\nBinary files a/x.png and b/x.png differ\n', []],
  ['a name that git quotes', `${header('"\\303"', '"a/\\303"', '"b/\\303"')}@@ -1 +1 @@\n-a\n+b\n`, []],
  [
    'lines that look like headers',
    `${header('a.ts')}@@ -1,2 +1,2 @@\n--- a/forged.ts\n+++ b/forged.ts\n diff --git a/f.ts b/f.ts\n`,
    ['a.ts'],
  ],
])('%s', (_, patch, paths) => {
  expect(filesOfPatch(patch).map(({ path }) => path)).toEqual(paths)
})
