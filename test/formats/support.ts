// What the tests of formats share: the fixtures, and results taken apart.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Format, Parsed } from '../../src/formats/format.ts'
import { benchmarkFormats, coverageFormats, testFormats } from '../../src/formats/index.ts'

const DIR = join(import.meta.dirname, 'fixtures')

/** The checkout in which the fixtures were made, as far as they name one. */
export const ROOT = '/home/dev/shop'

export const fixture = (name: string): string => readFileSync(join(DIR, name), 'utf8')

export const criterionFolder = (): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(join(DIR, 'criterion'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [file.slice(DIR.length + 1), readFileSync(file, 'utf8')]),
  )

export const formats: readonly Format<unknown>[] = [
  ...Object.values(benchmarkFormats),
  ...Object.values(testFormats),
  ...Object.values(coverageFormats),
]

export function ok<T>(parsed: Parsed<T>): T {
  if ('error' in parsed) throw parsed.error
  return parsed.ok
}

/** Each problem as `place: message`. */
export function problems(parsed: Parsed<unknown>): string[] {
  if ('ok' in parsed) throw new Error(`it was read: ${JSON.stringify(parsed.ok).slice(0, 500)}`)
  for (const { expected } of parsed.problems) expect(expected.length).toBeGreaterThan(1)
  return parsed.problems.map(({ place, message }) => `${place}: ${message}`)
}

const files: readonly [Format<unknown>, string][] = [
  [benchmarkFormats.criterion, 'cargo-criterion.jsonl'],
  [benchmarkFormats['google-benchmark'], 'google-benchmark.json'],
  [benchmarkFormats['google-benchmark'], 'google-benchmark-aggregates.json'],
  [benchmarkFormats['pytest-benchmark'], 'pytest-benchmark.json'],
  [benchmarkFormats.hyperfine, 'hyperfine.json'],
  [benchmarkFormats.hyperfine, 'hyperfine-parameters.json'],
  [benchmarkFormats['vitest-bench'], 'vitest-bench.json'],
  [benchmarkFormats['go-bench'], 'go-bench.txt'],
  [testFormats.junit, 'junit-pytest.xml'],
  [testFormats.junit, 'junit-vitest.xml'],
  [testFormats.junit, 'junit-node.xml'],
  [testFormats.tap, 'tap-node.txt'],
  [testFormats.tap, 'tap-perl.txt'],
  [testFormats['cargo-test'], 'cargo-test.txt'],
  [testFormats['cargo-test'], 'cargo-test-pass.txt'],
  [testFormats['vitest-json'], 'vitest.json'],
  [coverageFormats.lcov, 'lcov-vitest.info'],
  [coverageFormats.lcov, 'lcov-node.info'],
  [coverageFormats.lcov, 'lcov-coveragepy.info'],
  [coverageFormats.lcov, 'lcov-geninfo.info'],
  [coverageFormats.cobertura, 'cobertura-vitest.xml'],
  [coverageFormats.cobertura, 'cobertura-coveragepy.xml'],
]

/** The fixtures that can be read as one text. */
export const readableFixtures = files.map(([format, file]) => ({ name: format.name, file, format }))
