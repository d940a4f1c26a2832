// actions/upload-artifact: zips files of the workspace and stores them with the run.

import { glob, lstat, readFile, realpath } from 'node:fs/promises'
import { basename, dirname, isAbsolute, relative, sep } from 'node:path'
import { zipSync } from 'fflate'
import { UserError } from '../../../errors.ts'
import type { Action } from './action.ts'
import { allowInputs, inside, lines } from './inputs.ts'

const INPUTS = [
  'name',
  'path',
  'if-no-files-found',
  'retention-days',
  'compression-level',
  'overwrite',
  'include-hidden-files',
]
// Characters GitHub refuses in an artifact's name.
const REFUSED = /["\\:<>|*?\r\n/]/

export const uploadArtifact: Action = async ({ inputs, workspace, env, wire, claim, log }) => {
  allowInputs(inputs, 'actions/upload-artifact', INPUTS)
  const name = inputs['name'] || 'artifact'
  if (REFUSED.test(name))
    throw new UserError(
      `${JSON.stringify(name)} is no artifact name`,
      'Leave out the characters " \\ : < > | * ? and /.',
    )
  const patterns = lines(inputs['path'])
  if (patterns.length === 0)
    throw new UserError('actions/upload-artifact needs a path', 'Give one, for example baton-result.json.')

  const temp = env['RUNNER_TEMP']
  const files = await collect(temp === undefined ? [workspace] : [workspace, temp], patterns)
  const [first] = files
  if (first === undefined)
    return none(inputs['if-no-files-found'] || 'warn', patterns, (text) => log.line(text))
  const root = files.reduce((common, file) => shared(common, dirname(file)), dirname(first))
  const entries = await Promise.all(
    files.map(
      async (file) =>
        [
          relative(root, file).split(sep).join('/') || basename(file),
          new Uint8Array(await readFile(file)),
        ] as const,
    ),
  )
  const zip = zipSync(Object.fromEntries(entries), { level: 6 })
  await wire.upload(claim.run.id, name, zip)
  log.line(
    `uploaded ${files.length} ${files.length === 1 ? 'file' : 'files'} as ${name}, ${zip.length} bytes`,
  )
  return {}
}

function none(
  mode: string,
  patterns: readonly string[],
  line: (text: string) => void,
): Record<string, never> {
  const text = `no file matches ${patterns.join(', ')}`
  if (mode === 'error') throw new UserError(text, 'Look at the steps before: one of them was to write it.')
  if (mode === 'warn') line(`::warning::${text}`)
  return {}
}

/**
 * Regular files that the patterns name, directories with all they hold; an absolute pattern may name some of the runner's temporary
 * folder. A link that leads out of the place is refused.
 */
async function collect(places: readonly string[], patterns: readonly string[]): Promise<string[]> {
  const found = new Set<string>()
  const [workspace = ''] = places
  for (const pattern of patterns) {
    const place = places.find((one) => isAbsolute(pattern) && pattern.startsWith(one + sep)) ?? workspace
    const home = await realpath(place)
    const add = async (path: string): Promise<void> => {
      const real = await realpath(path)
      if (real !== home && !real.startsWith(home + sep)) {
        throw new UserError(
          `${relative(place, path)} leads out of the workspace`,
          'Upload files of the workspace only.',
        )
      }
      const kind = await lstat(real)
      if (kind.isFile()) found.add(path)
      if (kind.isDirectory())
        for await (const inner of glob('**/*', { cwd: path })) await add(inside(path, inner))
    }
    const below = relative(place, inside(place, pattern))
    for await (const match of glob(below === '' ? '.' : below, { cwd: place }))
      await add(inside(place, match))
  }
  return [...found].sort()
}

/** The deepest directory that holds both. */
function shared(left: string, right: string): string {
  const [a, b] = [left.split(sep), right.split(sep)]
  const end = a.findIndex((part, index) => part !== b[index])
  return end === -1 ? left : a.slice(0, end).join(sep)
}
