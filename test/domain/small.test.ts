// Digests, markers, identifiers, and how numbers are written.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { digest } from '../../src/domain/digest.ts'
import { TaskKey, taskKey, taskRef } from '../../src/domain/ids.ts'
import { sameText, topicOf, withMarker } from '../../src/domain/markers.ts'
import { figure, plural, usd } from '../../src/domain/render/figures.ts'

describe('FNV-1a, 64 bit', () => {
  // From the test suite of the reference implementation (http://www.isthe.com/chongo/src/fnv/test_fnv.c).
  test.each([
    ['', 'cbf29ce484222325'],
    ['a', 'af63dc4c8601ec8c'],
    ['b', 'af63df4c8601f1a5'],
    ['c', 'af63de4c8601eff2'],
    ['d', 'af63d94c8601e773'],
    ['e', 'af63d84c8601e5c0'],
    ['f', 'af63db4c8601ead9'],
    ['fo', '08985907b541d342'],
    ['foo', 'dcb27518fed9d577'],
    ['foob', 'dd120e790c2512af'],
    ['fooba', 'cac165afa2fef40a'],
    ['foobar', '85944171f73967e8'],
  ])('%j → %s', (text, expected) => {
    expect(digest(text)).toBe(expected)
  })

  test('tells texts beyond ASCII apart', () => {
    expect(new Set(['é', 'e', 'È', '\u0165e', '🙂', '🙃', '\ud83d'].map(digest)).size).toBe(7)
  })
})

describe('markers', () => {
  test.each([
    ['route', 'words\n\n<!-- baton:route -->', 'route'],
    ['a path', 'w\n<!-- baton:verdict/critic/abc/1 -->\n', 'verdict/critic/abc/1'],
    ['CRLF', 'w\r\n\r\n<!-- baton:route -->\r\n', 'route'],
    ['not at the end', '<!-- baton:route -->\nwords', undefined],
    ['the last of two', '<!-- baton:a -->\n<!-- baton:b -->', 'b'],
    ['of somebody else', '<!-- other:route -->', undefined],
    ['without a topic', '<!-- baton: -->', undefined],
  ])('%s', (_name, body, expected) => {
    expect(topicOf(body)).toBe(expected)
  })

  test('a marked text is found by its topic and is the same with other line ends', () => {
    const body = withMarker('wave-1', 'a\nb\n\n')
    expect(topicOf(body)).toBe('wave-1')
    expect(sameText(body, `${body.replaceAll('\n', '\r\n')}\r\n`)).toBe(true)
    expect(sameText(body, withMarker('wave-1', 'a\nc'))).toBe(false)
  })
})

test('a task key and its parts', () => {
  const parts = { owner: 'acme', repo: 'widgets.js', number: 12 }
  const managed = { owner: 'octo_acme', repo: '.github', number: 3 }
  for (const task of [parts, managed]) expect(taskRef(taskKey(task))).toEqual(task)
  for (const bad of ['acme/widgets', 'acme/widgets#0', 'a b/c#1', 'acme/x/y#1', 'acme/widgets#1 ', '/w#1'])
    expect(TaskKey.safeParse(bad).success, bad).toBe(false)
})

test.each([
  [0, '0'],
  [0.000123456, '0.000123'],
  [1.23456, '1.23'],
  [999.6, '1000'],
  [1234567.8, '1,234,568'],
  [-2.5, '-2.5'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
])('%d is written %s', (value, expected) => {
  expect(figure(value)).toBe(expected)
})

test('a figure below 1,000 has the three digits that toPrecision gives', () => {
  // Halves are where rounding is decided: 2.345 is a little less than that in binary, 0.125 is not.
  const halves = fc.tuple(fc.integer({ min: 100, max: 999 }), fc.constantFrom(1, 10, 100, 1000, 1e4, 1e6))
  fc.assert(
    fc.property(
      fc.oneof(
        fc.double({ min: -999, max: 999, noNaN: true }),
        fc.double({ min: 0, max: 0.02, noNaN: true }),
        halves.map(([digits, scale]) => (digits + 0.5) / scale),
      ),
      (value) => {
        expect(figure(value)).toBe(String(Number(value.toPrecision(3)) + 0))
      },
    ),
    { numRuns: 5000 },
  )
})

test('money and plurals', () => {
  expect([usd(0.0123), usd(12.345), plural(1, 'run'), plural(0, 'run')]).toEqual([
    '$0.0123',
    '$12.35',
    '1 run',
    '0 runs',
  ])
})
