// The target repository of a rehearsal: a scenario's project, or a copy of somebody's own repository, with what Baton installs.

import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { UserError } from '../errors.ts'
import { targetExists } from '../presence.ts'
import { git, gitOk, gitText } from '../workspace/git.ts'
import type { Source } from './scenario.ts'

const TEMPLATES = join(import.meta.dirname, '..', '..', 'templates', 'target')
const POLICY = '.github/baton.yml'

/** The commands by which a project's kind is usually tested; a guess that the policy in the copy shows and a person can change. */
const KINDS: readonly { file: string; run: string; report: 'none' | 'tap' }[] = [
  { file: 'package.json', run: 'npm test', report: 'none' },
  { file: 'Cargo.toml', run: 'cargo test', report: 'none' },
  { file: 'go.mod', run: 'go test ./...', report: 'none' },
  { file: 'pyproject.toml', run: 'python -m pytest', report: 'none' },
  { file: 'Makefile', run: 'make test', report: 'none' },
]

async function policyFor(dir: string, pack: string): Promise<string> {
  for (const kind of KINDS) {
    if (!(await targetExists(join(dir, kind.file)))) continue
    if (kind.file === 'package.json' && !/"test"\s*:/.test(await readFile(join(dir, kind.file), 'utf8')))
      continue
    return `version: 1\nextends: ${pack}\nvalidate:\n  commands:\n    - { name: tests, run: '${kind.run}', report: ${kind.report} }\n`
  }
  throw new UserError(
    `it is not clear how ${dir} is tested: none of ${KINDS.map((kind) => kind.file).join(', ')} says so`,
    `commit a ${POLICY} that names the command; docs/examples/baton.yml shows one`,
  )
}

/**
 * A repository of another account (a folder mounted into a container) may be copied: somebody named it, and upload-pack runs
 * nothing that the repository configures.
 */
const OWNED = ['-c', 'safe.directory=*'] as const

/** Copies a repository's history and adds, as one commit on its current branch, what is missing of Baton's files. */
async function copyRepository(dir: string, source: Extract<Source, { clone: string }>): Promise<void> {
  const from = resolve(source.clone)
  const clone = ['clone', '--quiet', '--no-hardlinks', `--upload-pack=git ${OWNED.join(' ')} upload-pack`]
  const cloned = await git([...OWNED, ...clone, '--', from, dir], { allowFile: true })
  if (cloned.exitCode !== 0) {
    throw new UserError(
      `${from} cannot be copied: ${cloned.stderr.trim()}`,
      'give the folder of a git repository',
    )
  }
  const copy = { gitDir: join(dir, '.git'), workTree: dir }
  const head = await git(['rev-parse', '--verify', '--quiet', 'HEAD'], copy)
  if (head.exitCode !== 0) throw new UserError(`${from} has no commit yet`, 'commit what is to be worked on')
  await gitOk(['checkout', '--quiet', '-B', 'main'], copy)
  await cp(TEMPLATES, dir, { recursive: true, force: false })
  if (!(await targetExists(join(dir, POLICY))))
    await writeFile(join(dir, POLICY), await policyFor(dir, source.pack))
  await gitOk(['add', '--force', '--', '.github'], copy)
  if ((await gitText(['status', '--porcelain'], copy)) === '') return
  const as = ['-c', 'user.name=Baton rehearsal', '-c', 'user.email=rehearsal@baton.invalid']
  await gitOk([...as, 'commit', '--quiet', '--no-verify', '-m', 'Install Baton for a rehearsal'], copy)
}

/** Prepares the target below `dir`. Returns what the embedded GitHub is seeded with. Raises UserError for an unusable source. */
export async function prepareTarget(
  dir: string,
  source: Source,
): Promise<{ files: string } | { cloneFrom: string }> {
  if ('clone' in source) {
    await copyRepository(dir, source)
    return { cloneFrom: dir }
  }
  await mkdir(dir, { recursive: true })
  await cp(TEMPLATES, dir, { recursive: true })
  await cp(source.files, dir, { recursive: true })
  return { files: dir }
}
