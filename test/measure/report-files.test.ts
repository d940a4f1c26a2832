// Which files a report may come from.

import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { look, patternProblem, readReports } from '../../src/measure/report-files.ts'

let root: string
let checkout: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'baton-reports-'))
  checkout = join(root, 'candidate')
  mkdirSync(checkout)
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const write = (path: string, text = path): void => {
  mkdirSync(dirname(join(checkout, path)), { recursive: true })
  writeFileSync(join(checkout, path), text)
}
const readNew = (pattern: string) => readReports(checkout, pattern, new Map())

test.each([
  ['target/criterion/**/estimates.json', undefined],
  ['out.xml', undefined],
  ['..hidden/a..b.xml', undefined],
  ['/etc/passwd', /absolute/],
  ['C:\\temp\\x.xml', /absolute/],
  ['C:x.xml', /absolute/],
  ['\\\\host\\share\\x', /absolute/],
  ['../baseline/out.xml', /leads out/],
  ['a/../../b', /leads out/],
  ['a\\..\\..\\b', /leads out/],
])('the pattern %j', (pattern, problem) => {
  const found = patternProblem(pattern)
  if (problem === undefined) expect(found).toBeUndefined()
  else expect(found).toMatch(problem)
})

describe('what is read', () => {
  test('files by pattern with their paths, sorted', async () => {
    for (const path of ['r/b.xml', 'r/a.xml', 'r/deep/c.xml', 'r/other.txt']) write(path)
    const { documents, problems } = await readNew('r/**/*.xml')
    expect(problems).toEqual([])
    expect(documents.map(({ path, text }) => [path, text])).toEqual([
      ['r/a.xml', 'r/a.xml'],
      ['r/b.xml', 'r/b.xml'],
      ['r/deep/c.xml', 'r/deep/c.xml'],
    ])
  })

  test('only what was written since the command began, even where its time is set back', async () => {
    for (const path of ['old.xml', 'again.xml', 'touched.xml']) write(path)
    const before = await look(checkout, '*.xml')
    write('new.xml')
    write('again.xml')
    const { documents } = await readReports(checkout, '*.xml', before)
    expect(documents.map(({ path }) => path)).toEqual(['again.xml', 'new.xml'])
    const none = await readReports(checkout, 'old.xml', before)
    expect(none.problems).toEqual([
      'the command wrote no report file old.xml; 1 that lay there before do not count',
    ])
  })

  test('nothing is a problem', async () => {
    expect((await readNew('*.xml')).problems).toEqual(['the command wrote no report file *.xml'])
  })
})

describe('what is refused, the rest being read', () => {
  test.each<[string, () => void, RegExp]>([
    ['a link out of the checkout', () => symlinkSync('/etc/hostname', join(checkout, 'x.xml')), /link/],
    [
      'a link inside of it',
      () => {
        write('real.txt')
        symlinkSync('real.txt', join(checkout, 'x.xml'))
      },
      /link/,
    ],
    ['a link to nothing', () => symlinkSync('nowhere', join(checkout, 'x.xml')), /cannot be read/],
    [
      'a file behind a linked folder',
      () => {
        mkdirSync(join(root, 'elsewhere'))
        writeFileSync(join(root, 'elsewhere/x.xml'), 'secret')
        symlinkSync('../elsewhere', join(checkout, 'folder'))
      },
      /link/,
    ],
    ['a pipe', () => void spawnSync('mkfifo', [join(checkout, 'x.xml')]), /not a file/],
    [
      'a file that is too large',
      () => {
        write('x.xml')
        truncateSync(join(checkout, 'x.xml'), 17 * 1024 * 1024)
      },
      /larger than/,
    ],
  ])('%s', async (_, make, message) => {
    write('good.xml')
    make()
    const { documents, problems } = await readNew('{*.xml,folder/*.xml}')
    expect(documents.map(({ path }) => path)).toEqual(['good.xml'])
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(message)
  })

  test('too many files', async () => {
    mkdirSync(join(checkout, 'many'))
    for (let index = 0; index < 5001; index += 1) writeFileSync(join(checkout, `many/${index}.xml`), '')
    const { documents, problems } = await readNew('many/*.xml')
    expect(documents).toEqual([])
    expect(problems).toEqual(['5001 report files; expected at most 5000'])
  })

  test('too much altogether', async () => {
    for (let index = 0; index < 2; index += 1) {
      write(`large/${index}.xml`)
      truncateSync(join(checkout, `large/${index}.xml`), 15_000_000)
    }
    const { documents, problems } = await readNew('large/*.xml')
    expect(documents).toEqual([])
    expect(problems[0]).toMatch(/larger than 20000000 bytes together/)
  })
})
