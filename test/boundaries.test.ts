// The architecture as tests: who may import whom, no cycles, plug-in folders equal their lists, and no file grows too long.

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FORMAT_NAMES } from '../src/domain/reports/format-names.ts'
import { HOOKS } from '../src/domain/hooks/moments/index.ts'
import { scenarios } from '../src/rehearsal/scenarios/index.ts'
import { TOOL_NAMES, toolsFor } from '../src/runtime/tools/index.ts'
import { migrations } from '../src/store/migrations/index.ts'

const ROOT = join(import.meta.dirname, '..')
const SRC = join(ROOT, 'src')

/** Projects of scenarios are data: they are copied into a target repository, and imported by nothing. */
const isData = (file: string): boolean => /\/scenarios\/[^/]+\/(project|patches)\//.test(file)

function filesBelow(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !isData(file))
}

interface Import {
  specifier: string
  /** Gone at run time: it makes no cycle. */
  typeOnly: boolean
}

/** `import … from`, `export … from`, bare `import '…'` and `import('…')`, outside comments. */
const IMPORT =
  /^[ \t]*(?:import|export)\s+(?<type>type\s)?(?:(?:[\w*]|\{)[^'"`;]*?\sfrom\s*)?['"](?<from>[^'"]+)['"]|\bimport\(\s*['"](?<dynamic>[^'"]+)['"]/gm

function importsIn(text: string): Import[] {
  const code = text.replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '')
  return [...code.matchAll(IMPORT)].flatMap(({ groups }) => {
    const specifier = groups?.['from'] ?? groups?.['dynamic']
    return specifier === undefined ? [] : [{ specifier, typeOnly: groups?.['type'] !== undefined }]
  })
}

const files = filesBelow(SRC)
const imports = new Map(files.map((file) => [file, importsIn(readFileSync(file, 'utf8'))]))
const name = (file: string): string => relative(ROOT, file)
const target = (file: string, specifier: string): string => resolve(dirname(file), specifier)

/** Every import that `allowed` does not accept, as `file → specifier`. */
function offenders(dir: string, allowed: (specifier: string, file: string) => boolean): string[] {
  return [...imports]
    .filter(([file]) => file.startsWith(join(SRC, dir)))
    .flatMap(([file, list]) =>
      list
        .filter(({ specifier }) => !allowed(specifier, file))
        .map(({ specifier }) => `${name(file)} → ${specifier}`),
    )
}

/** The import cycles at run time, each once. */
function cycles(edges: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = []
  const done = new Set<string>()
  const walk = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file)
    if (at >= 0) found.push([...path.slice(at), file].join(' → '))
    if (at >= 0 || done.has(file)) return
    for (const next of edges.get(file) ?? []) walk(next, [...path, file])
    done.add(file)
  }
  for (const file of edges.keys()) walk(file, [])
  return found
}

describe('the reader of imports', () => {
  it.each<[string, Import[]]>([
    ["import { a } from './a.ts'", [{ specifier: './a.ts', typeOnly: false }]],
    ["import {\n  a,\n  type B,\n} from './a.ts'", [{ specifier: './a.ts', typeOnly: false }]],
    ["import type { A } from './a.ts'", [{ specifier: './a.ts', typeOnly: true }]],
    ["export { a } from './a.ts'", [{ specifier: './a.ts', typeOnly: false }]],
    ["export * from './a.ts'", [{ specifier: './a.ts', typeOnly: false }]],
    [
      'import a from \'a\'\nimport * as b from "b"',
      [
        { specifier: 'a', typeOnly: false },
        { specifier: 'b', typeOnly: false },
      ],
    ],
    ["import 'a'", [{ specifier: 'a', typeOnly: false }]],
    ["import a, { b } from 'a'", [{ specifier: 'a', typeOnly: false }]],
    ["import x from '../p.json' with { type: 'json' }", [{ specifier: '../p.json', typeOnly: false }]],
    ["  const { a } = await import('./a.ts')", [{ specifier: './a.ts', typeOnly: false }]],
    ["// import { a } from './a.ts'\n/* import 'b' */", []],
    ["export const from = 'x'\nexport function f() { return 'from' }", []],
  ])('reads %j', (text, expected) => expect(importsIn(text)).toEqual(expected))

  it('finds every file of src imported by another file, or run', () => {
    // The two actions are bundled from their own files (tools/bundle-actions.ts).
    const entries = new Set(['src/cli.ts', 'src/measure/guard-action.ts', 'src/measure/measure-action.ts'])
    const others = ['test', 'bench', 'tools'].flatMap((dir) => filesBelow(join(ROOT, dir)))
    const imported = new Set(
      [...imports, ...others.map((file) => [file, importsIn(readFileSync(file, 'utf8'))] as const)].flatMap(
        ([file, list]) => list.map(({ specifier }) => name(target(file, specifier))),
      ),
    )
    expect(files.map(name).filter((file) => !imported.has(file) && !entries.has(file))).toEqual([])
  })

  it('finds cycles', () => {
    expect(
      cycles(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['b']],
          ['d', ['a', 'd']],
        ]),
      ),
    ).toEqual(['b → c → b', 'd → d'])
  })
})

it('only the decision wishes for runs, and only carrying one out creates one', () => {
  const holders = (pattern: RegExp): string[] =>
    files.filter((file) => pattern.test(readFileSync(file, 'utf8'))).map(name)
  expect(holders(/\{\s*do: 'start_run',/)).toEqual(['src/domain/stages/runs.ts'])
  expect(holders(/(?<!function )\bcreateRun\(/)).toEqual(['src/reconcile/act/run.ts'])
})

describe('imports', () => {
  it('src/domain imports only itself and zod', () => {
    const inside = (specifier: string, file: string): boolean =>
      target(file, specifier).startsWith(`${join(SRC, 'domain')}/`)
    expect(
      offenders(
        'domain/',
        (specifier, file) => specifier === 'zod' || (specifier.startsWith('.') && inside(specifier, file)),
      ),
    ).toEqual([])
  })

  it('src/formats imports only itself, the errors and the shapes of reports: it also runs where nothing else is', () => {
    const inside = (specifier: string, file: string): boolean =>
      /^src\/(?:formats\/|domain\/reports\/|errors\.ts$)/.test(name(target(file, specifier)))
    const parsers = new Set(['zod', '@rgrove/parse-xml'])
    expect(
      offenders(
        'formats/',
        (specifier, file) => parsers.has(specifier) || (specifier.startsWith('.') && inside(specifier, file)),
      ),
    ).toEqual([])
  })

  it('only src/github imports Octokit, and only three files import Probot', () => {
    const probot = new Set(['src/main.ts', 'src/app.ts', 'src/cli/serve.ts'])
    const allowed = (specifier: string, file: string): boolean => {
      if (/^(@octokit\/|octokit)/.test(specifier)) return name(file).startsWith('src/github/')
      return !/^probot(\/|$)/.test(specifier) || probot.has(name(file))
    }
    expect(offenders('', allowed)).toEqual([])
  })

  it('the product does not import the rehearsal; only the command line does', () => {
    const rehearsal = join(SRC, 'rehearsal')
    const fromOutside = (specifier: string, file: string): boolean =>
      !specifier.startsWith('.') ||
      !target(file, specifier).startsWith(`${rehearsal}/`) ||
      /^src\/(rehearsal|cli)\//.test(name(file))
    expect(offenders('', fromOutside)).toEqual([])
  })

  it('form no cycle', () => {
    const edges = new Map(
      [...imports].map(([file, list]) => [
        name(file),
        list
          .filter(({ specifier, typeOnly }) => specifier.startsWith('.') && !typeOnly)
          .map(({ specifier }) => name(target(file, specifier))),
      ]),
    )
    expect(cycles(edges)).toEqual([])
  })

  it('name packages that package.json declares', () => {
    const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
      readFileSync(join(ROOT, 'package.json'), 'utf8'),
    )
    const packageOf = (specifier: string): string =>
      specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/')
    const used = new Set(
      [...imports.values()]
        .flat()
        .map(({ specifier }) => specifier)
        .filter((specifier) => !/^(\.|node:)/.test(specifier))
        .map(packageOf),
    )
    expect([...used].filter((one) => dependencies[one] === undefined)).toEqual([])
  })
})

describe('plug-ins: every file of the folder is in its list', () => {
  const inFolder = (dir: string, accept: (file: string) => boolean): string[] =>
    readdirSync(join(SRC, dir)).filter(accept).sort()
  const importedBy = (index: string): string[] =>
    (imports.get(join(SRC, index)) ?? [])
      .map(({ specifier }) => specifier)
      .filter((specifier) => specifier.startsWith('./'))
      .map((specifier) => basename(specifier))

  it('scenarios', () => {
    const folders = inFolder('rehearsal/scenarios', (entry) =>
      statSync(join(SRC, 'rehearsal/scenarios', entry)).isDirectory(),
    )
    expect(scenarios.map((make) => make().name).sort()).toEqual(folders)
  })

  it('migrations, numbered without a gap', () => {
    const listed = migrations.map(({ name: migration }) => `${migration}.ts`)
    expect(listed).toEqual(inFolder('store/migrations', (file) => /^\d{4}-/.test(file)))
    expect(listed.map((file) => Number(file.slice(0, 4)))).toEqual(listed.map((_, index) => index + 1))
  })

  it('hooks, each under its name', () => {
    const files = inFolder('domain/hooks/moments', (file) => file !== 'index.ts')
    expect(importedBy('domain/hooks/moments/index.ts').sort()).toEqual(files)
    expect(
      Object.keys(HOOKS)
        .map((name) => `${name.toLowerCase().replaceAll('_', '-')}.ts`)
        .sort(),
    ).toEqual(files)
  })

  it('actions', () => {
    const shared = new Set(['action.ts', 'context.ts', 'index.ts'])
    const listed = importedBy('reconcile/act/index.ts').filter((file) => !shared.has(file))
    expect(listed.sort()).toEqual(inFolder('reconcile/act', (file) => !shared.has(file)))
  })

  it('formats', () => {
    const defines = (file: string): boolean =>
      /= (?:benchmark|test|coverage)Format\(/.test(readFileSync(join(SRC, 'formats', file), 'utf8'))
    const defining = inFolder('formats', defines)
    expect(importedBy('formats/index.ts')).toEqual(expect.arrayContaining(defining))
    expect(defining.map((file) => file.replace(/\.ts$/, '')).sort()).toEqual([...FORMAT_NAMES].sort())
  })

  it('tools', () => {
    const notHere = () => Promise.reject(new Error('only offered here, not run'))
    const sandbox = { probe: notHere, exec: notHere }
    const offered = toolsFor({ tools: TOOL_NAMES }, { readOnly: false, sandbox }).map((tool) => tool.name)
    expect(offered.sort()).toEqual([...TOOL_NAMES].sort())
    const definesTool = (file: string): boolean =>
      /\bdefineTool\(/.test(readFileSync(join(SRC, 'runtime/tools', file), 'utf8')) && file !== 'define.ts'
    const defining = inFolder('runtime/tools', definesTool)
    expect(importedBy('runtime/tools/index.ts')).toEqual(expect.arrayContaining(defining))
    expect(defining).toHaveLength(TOOL_NAMES.length)
  })
})

describe('files', () => {
  const own = ['src', 'test', 'bench', 'tools'].flatMap((dir) => filesBelow(join(ROOT, dir)))

  it('are at most 400 lines long, half of those of src at most 100', () => {
    const lines = (file: string): number => readFileSync(file, 'utf8').split('\n').length - 1
    expect(own.filter((file) => lines(file) > 400).map(name)).toEqual([])
    const sizes = files.map(lines).sort((a, b) => a - b)
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(100)
  })

  it('open with a comment that says what they are for', () => {
    const opens = (file: string): boolean => /^(#!.*\n)?(\/\/|\/\*\*?)\s*\S/.test(readFileSync(file, 'utf8'))
    expect(own.filter((file) => !opens(file)).map(name)).toEqual([])
  })
})
