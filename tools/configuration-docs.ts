// Makes docs/configuration.md and schema/*.json from the code that reads the configuration.
// Usage: npm run docs, or with -- --check, which only says whether they are up to date (exit code 1 when not).

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Pack } from '../src/domain/roster/pack.ts'
import { UserError } from '../src/errors.ts'
import { loadPack, PACKS_DIR } from '../src/roster/index.ts'
import { page } from './configuration/page.ts'
import { schemas, schemaText, type Node } from './configuration/schemas.ts'

const ROOT = join(import.meta.dirname, '..')
/** The pack whose labels stand as examples. */
const EXAMPLE_PACK = 'asa-swarm'

function schema(name: string): Node {
  const found = schemas.get(`schema/${name}.schema.json`)
  if (found === undefined) throw new RangeError(`there is no schema ${name}`)
  return found
}

async function examplePack(): Promise<Pack> {
  const loaded = await loadPack(join(PACKS_DIR, EXAMPLE_PACK))
  if ('pack' in loaded) return loaded.pack
  throw new UserError(`the pack ${EXAMPLE_PACK} has problems`, 'see node src/cli.ts check agents')
}

/** Every generated file with its text, by path in the project. */
export async function configurationFiles(): Promise<ReadonlyMap<string, string>> {
  const nodes = { policy: schema('baton'), pack: schema('pack'), agent: schema('agent') }
  return new Map([
    ...[...schemas].map(([path, node]) => [path, schemaText(node)] as const),
    ['docs/configuration.md', page(nodes, await examplePack())] as const,
  ])
}

/** The paths of generated files that differ from what is there. */
export async function outdated(): Promise<string[]> {
  const found: string[] = []
  for (const [path, text] of await configurationFiles()) {
    const there = await readFile(join(ROOT, path), 'utf8').catch(() => undefined)
    if (there !== text) found.push(path)
  }
  return found
}

async function main(args: readonly string[]): Promise<void> {
  const stale = await outdated()
  if (args.includes('--check')) {
    for (const path of stale) console.log(`${path} is out of date: node tools/configuration-docs.ts`)
    process.exitCode = stale.length > 0 ? 1 : 0
    return
  }
  const files = await configurationFiles()
  for (const path of stale) {
    await mkdir(dirname(join(ROOT, path)), { recursive: true })
    await writeFile(join(ROOT, path), files.get(path) ?? '')
    console.log(`${path} written`)
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main(process.argv.slice(2))
