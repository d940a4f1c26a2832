// Integration points: what touches one, who is the other side, whose seat it costs, and what recorded runs have to show.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it, test } from 'vitest'
import type { Measurement } from '../../src/domain/evidence/statistics.ts'
import { fileCommands, gatedPoints, pointGate } from '../../src/domain/gates/points.ts'
import { AgentName } from '../../src/domain/ids.ts'
import { reasonMarkdown } from '../../src/domain/reason.ts'
import { IntegrationPoint } from '../../src/domain/roster/integration-point.ts'
import { otherSide, pointSeats, touchedPoints } from '../../src/domain/roster/integration.ts'
import type { Pack } from '../../src/domain/roster/pack.ts'
import { loadPack } from '../../src/roster/index.ts'
import { result } from '../domain/support.ts'
import { agentsDir, shortForm } from './support.ts'

const read = await loadPack(path.join(agentsDir, 'mergekit-rs'))
if ('problems' in read) throw new Error(read.problems.map(shortForm).join('\n'))
const mergekit: Pack = read.pack

const point = (change: object = {}): IntegrationPoint =>
  IntegrationPoint.parse({
    name: 'Layout',
    producers: ['core-tensor-operations'],
    consumers: ['metal-optimizations'],
    paths: ['src/tensor/**'],
    about: 'Row-major or column-major',
    ...change,
  })
const by = (...names: string[]): Set<string> => new Set(names)

describe('the other side', () => {
  const two = { producers: ['a', 'b'], consumers: ['c', 'd'] }
  test.each<[string, object, string[], string[]]>([
    ['of a producer: the consumers', two, ['a'], ['c', 'd']],
    ['of a consumer: the producers', two, ['d'], ['a', 'b']],
    ['of somebody else: both', two, ['x'], ['a', 'b', 'c', 'd']],
    ['of authors on both sides: the others of both', two, ['a', 'c'], ['b', 'd']],
    ['where all do both: all others', { producers: ['a', 'b'], consumers: ['a', 'b'] }, ['a'], ['b']],
    ['where the author stands in both', { producers: ['a', 'b'], consumers: ['a'] }, ['a'], ['b']],
  ])('%s', (_what, sides, authors, expected) => {
    const { producers, consumers } = sides as Record<'producers' | 'consumers', string[]>
    const names = (list: string[] = []) => list.map((name) => AgentName.parse(name))
    expect(otherSide({ producers: names(producers), consumers: names(consumers) }, by(...authors))).toEqual(
      expected,
    )
  })
})

describe('the four points of mergekit-rs', () => {
  const seats = (file: string, author: string): string[] =>
    pointSeats(mergekit, [file], by(author)).map(
      ({ requirement }) => `${requirement.rule}: ${requirement.seats.join(', ')}`,
    )
  test.each<[string, string, string[]]>([
    [
      'src/tensor/strides.rs',
      'core-tensor-operations',
      ['integration point Tensor representation: metal-optimizations'],
    ],
    [
      'crates/merge/src/layout.rs',
      'metal-optimizations',
      ['integration point Tensor representation: core-tensor-operations'],
    ],
    [
      'src/safetensors.rs',
      'format-conversions',
      [
        'integration point Format validation: core-tensor-operations',
        'integration point Metal readiness: metal-optimizations',
      ],
    ],
    [
      'src/memory/pool.rs',
      'core-tensor-operations',
      ['integration point Memory strategy: integration-reviewer'],
    ],
    ['src/merge/slerp.rs', 'core-tensor-operations', []],
  ])('a change of %s by %s', (file, author, expected) => {
    expect(seats(file, author)).toEqual(expected)
  })

  it('each can be touched by some path', () => {
    expect(
      touchedPoints(mergekit.integration_points, [
        'src/tensor/a.rs',
        'src/formats/reader.rs',
        'src/convert/b.rs',
        'src/mmap.rs',
      ]).map(({ point: { name } }) => name),
    ).toEqual(['Tensor representation', 'Format validation', 'Metal readiness', 'Memory strategy'])
  })
})

describe('seats', () => {
  const packWith = (one: IntegrationPoint): Pack => ({ ...mergekit, integration_points: [one] })
  const named = { requires: { verdict: 'integration-reviewer' } }

  test.each<[string, object, string, string[]]>([
    ['without a condition: the other side', {}, 'core-tensor-operations', ['metal-optimizations']],
    ['a named verdict: that seat alone', named, 'core-tensor-operations', ['integration-reviewer']],
    [
      'the named seat wrote it: the other side',
      { requires: { verdict: 'core-tensor-operations' } },
      'core-tensor-operations',
      ['metal-optimizations'],
    ],
    [
      'a condition that runs show: no seat',
      { requires: { validation: 'layout' } },
      'core-tensor-operations',
      [],
    ],
    [
      'both: seat and gate',
      { requires: { validation: 'layout', verdict: 'integration-reviewer' } },
      'core-tensor-operations',
      ['integration-reviewer'],
    ],
    [
      'somebody who takes no seat is not asked',
      { consumers: ['metal-optimizations', 'orchestrator'] },
      'core-tensor-operations',
      ['metal-optimizations'],
    ],
  ])('%s', (_what, change, author, expected) => {
    const groups = pointSeats(packWith(point(change)), ['src/tensor/a.rs'], by(author))
    expect(groups.flatMap(({ requirement }) => requirement.seats)).toEqual(expected)
  })

  it('say why, with the path and what it is about', () => {
    const [group] = pointSeats(packWith(point()), ['README.md', 'src/tensor/a.rs'], by('x'))
    expect(group && reasonMarkdown(group.why)).toBe(
      '- ✅ integration point Layout, because `src/tensor/a.rs` is one of its paths: core-tensor-operations, metal-optimizations\n  - ▪️ Row-major or column-major',
    )
  })
})

describe('gates', () => {
  const measured = (candidate: number): Measurement => ({
    metric: 'peak.mb',
    unit: 'MB',
    better: 'lower',
    baseline: 900,
    candidate,
    ratio: 1,
    interval: [0, Infinity],
    samples: 3,
  })
  const step = (name: string, exitCode: number) => ({
    name,
    command: 'x',
    exitCode,
    durationMs: 1,
    outputTail: '',
  })
  const validation = { requires: { validation: 'layout' } }
  const metric = { requires: { metric: { name: 'peak.mb', op: '<=', value: 1000 } } }
  const file = { requires: { file: { path: 'docs/layout.md', contains: 'Row-major' } } }
  const ran = (...steps: ReturnType<typeof step>[]) => result({ steps })

  test.each<[string, object, ReturnType<typeof ran> | undefined, Measurement[] | undefined, string]>([
    ['a command that succeeded', validation, ran(step('layout', 0)), [], 'pass'],
    ['that failed', validation, ran(step('layout', 1)), [], 'fail'],
    ['that was not run', validation, ran(step('tests', 0)), [], 'fail'],
    ['no result yet', validation, undefined, undefined, 'pending'],
    ['a figure that is kept', metric, ran(), [measured(1000)], 'pass'],
    ['one that is not', metric, ran(), [measured(1000.5)], 'fail'],
    ['one that nobody measured', metric, ran(), [], 'fail'],
    ['one that is being measured', metric, ran(), undefined, 'pending'],
    [
      'a figure to reach',
      { requires: { metric: { name: 'peak.mb', op: '>=', value: 800 } } },
      ran(),
      [measured(799)],
      'fail',
    ],
    ['a file that is right', file, ran(step('integration point Layout', 0)), [], 'pass'],
    ['one that is not', file, ran(step('integration point Layout', 1)), [], 'fail'],
    [
      'of several, all count',
      { requires: { ...validation.requires, ...metric.requires } },
      ran(step('layout', 0)),
      [measured(2000)],
      'fail',
    ],
  ])('%s', (_what, change, validated, measurements, expected) => {
    expect(pointGate(point(change), validated, measurements).state).toBe(expected)
  })

  it('are for touched points with a condition that a run can show', () => {
    const points = [
      point(),
      point({ name: 'B', ...validation }),
      point({ name: 'C', requires: { verdict: 'x' } }),
    ]
    expect(gatedPoints(points, ['src/tensor/a.rs']).map(({ name }) => name)).toEqual(['B'])
    expect(gatedPoints(points, ['src/other.rs'])).toEqual([])
  })

  describe('the command that looks for a file', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'baton-point-'))
    afterAll(() => rmSync(folder, { recursive: true }))
    writeFileSync(path.join(folder, 'layout -e.md'), 'Tensors are $HOME "Row-major" here.\n')
    const works = (asked: object): boolean => {
      const [command] = fileCommands([point({ requires: { file: asked } })])
      try {
        execFileSync('bash', ['-c', command!.run], { cwd: folder, stdio: 'ignore' })
        return true
      } catch {
        return false
      }
    }
    test.each<[object, boolean]>([
      [{ path: 'layout -e.md' }, true],
      [{ path: 'layout.md' }, false],
      [{ path: 'layout -e.md', contains: '"Row-major"' }, true],
      [{ path: 'layout -e.md', contains: '$HOME' }, true],
      [{ path: 'layout -e.md', contains: '-e' }, false],
      [{ path: 'layout -e.md', contains: 'Column-major' }, false],
    ])('%j: %s', (asked, expected) => expect(works(asked)).toBe(expected))

    test.each(["a'; touch x; '", '/etc/passwd', '../x', 'a/../b', 'a\nb', ''])('takes no path %j', (bad) => {
      expect(IntegrationPoint.safeParse({ ...point(), requires: { file: { path: bad } } }).success).toBe(
        false,
      )
    })
    test.each(["it's", 'a\nb', ''])('takes no text %j', (bad) => {
      const requires = { file: { path: 'a', contains: bad } }
      expect(IntegrationPoint.safeParse({ ...point(), requires }).success).toBe(false)
    })
  })
})
