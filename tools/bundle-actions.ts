// Bundles the JavaScript actions for target repositories: `npm run bundle`. With --check, says whether the committed files are current.

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { rolldown } from 'rolldown'

const TOP = join(import.meta.dirname, '..')
const ACTIONS = 'templates/target/.github/actions'

/** Entry file by action. */
const ENTRIES = {
  'baton-measure': 'src/measure/measure-action.ts',
  'baton-guard': 'src/measure/guard-action.ts',
} as const

const BANNER = (entry: string): string =>
  `// Made from ${entry} of Baton by \`npm run bundle\`. Not edited by hand: change the source and bundle again.`

/** The package that a bundled file belongs to, as a folder; undefined for our own files. */
function packageFolder(file: string): string | undefined {
  const parts = file.split(sep)
  const at = parts.lastIndexOf('node_modules')
  if (at === -1) return undefined
  return parts.slice(0, at + (parts[at + 1]?.startsWith('@') === true ? 3 : 2)).join(sep)
}

async function license(folder: string): Promise<string> {
  const { name, version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  return `${name} ${version}\n\n${(await readFile(join(folder, 'LICENSE'), 'utf8')).trim()}\n`
}

/** Bundles every action. Returns the files by their path below the project. */
export async function bundleActions(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>()
  for (const [action, entry] of Object.entries(ENTRIES)) {
    const bundle = await rolldown({
      cwd: TOP,
      input: join(TOP, entry),
      platform: 'node',
      tsconfig: false,
      // Paths in comments are those below the project, wherever its modules really are.
      resolve: { symlinks: false },
      onLog: (level, log) => {
        if (level === 'warn') throw new Error(log.message)
      },
    })
    const { output } = await bundle.generate({
      format: 'esm',
      banner: BANNER(entry),
      codeSplitting: false,
      comments: false,
    })
    await bundle.close()
    const [chunk, ...others] = output
    if (others.length > 0) throw new Error(`${entry} became ${output.length} files; one is expected`)
    files.set(`${ACTIONS}/${action}/index.mjs`, chunk.code)
    const folders = new Set(
      chunk.moduleIds.flatMap((id) => {
        const folder = packageFolder(id)
        return folder === undefined ? [] : [folder]
      }),
    )
    if (folders.size > 0) {
      const texts = await Promise.all([...folders].sort().map(license))
      files.set(`${ACTIONS}/${action}/LICENSES.txt`, texts.join('\n---\n\n'))
    }
  }
  return files
}

if (process.argv[1] === import.meta.filename) {
  const stale: string[] = []
  for (const [path, text] of await bundleActions()) {
    const file = join(TOP, path)
    const old = await readFile(file, 'utf8').catch(() => undefined)
    if (old === text) continue
    stale.push(path)
    if (process.argv.includes('--check')) continue
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
    console.log(`wrote ${relative(process.cwd(), file)} (${text.length} characters)`)
  }
  if (process.argv.includes('--check') && stale.length > 0) {
    console.error(`out of date: ${stale.join(', ')}; run npm run bundle`)
    process.exitCode = 1
  }
}
