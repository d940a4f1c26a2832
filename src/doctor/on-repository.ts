// One repository: whether Baton is installed there, and whether what it needs is there and as it should be.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Sha, type RepoRef } from '../domain/ids.ts'
import { APP_EVENTS, APP_PERMISSIONS } from '../domain/policy/app-permissions.ts'
import { POLICY_PATH } from '../domain/policy/configuration-files.ts'
import { branchFindings, type Reviewer } from '../domain/setup/branch-rules.ts'
import { fail, ok, warn, type Finding } from '../domain/setup/finding.ts'
import { eventFindings, missingPermissions, permissionFindings } from '../domain/setup/rights.ts'
import { fileFindings } from '../domain/setup/target-files.ts'
import { inspectInstallation } from '../github/inspection.ts'
import { checkFolder } from '../roster/check-folder.ts'
import { PACKS_DIR } from '../roster/index.ts'
import { readablePolicy, targetTemplates, textsAt } from '../setup/target.ts'
import type { Identities } from './on-github.ts'

/** What `baton check` says of these files. */
async function policyFindings(files: ReadonlyMap<string, string>): Promise<Finding[]> {
  const place = 'repository.policy'
  if (!files.has(POLICY_PATH))
    return [
      fail(
        place,
        `${POLICY_PATH} is not on the default branch`,
        'a policy',
        'run `baton setup files OWNER/REPO`, or commit one such as docs/examples/baton.yml',
      ),
    ]
  const dir = await mkdtemp(join(tmpdir(), 'baton-doctor-'))
  try {
    for (const [path, text] of files) {
      await mkdir(dirname(join(dir, path)), { recursive: true })
      await writeFile(join(dir, path), text)
    }
    const { problems } = await checkFolder(dir, PACKS_DIR)
    if (problems.length === 0) return [ok(place, 'policy and agents are in order')]
    return problems.map(({ file, line, message, expected, example }) =>
      fail(`${place}.${file.replace(`${dir}/`, '')}:${line}`, message, expected, `for example ${example}`),
    )
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function reviewerOn({ reviewer }: Identities, repo: RepoRef): Promise<Reviewer> {
  if (reviewer === undefined) return 'none'
  const installed = await inspectInstallation(reviewer, repo)
  if (installed === undefined) return 'not installed'
  // https://docs.github.com/rest/pulls/reviews: an approval counts from whoever may write.
  return missingPermissions({ contents: 'write', pull_requests: 'write' }, installed.permissions).length === 0
    ? 'counts'
    : 'does not count'
}

/** Paths that `baton check` reads, and nothing else of a stranger's making is written to disk. */
const isConfiguration = (path: string): boolean =>
  !path.split('/').includes('..') && /^\.(?:github|claude)\/[\w./ -]+\.(?:ya?ml|md)$/.test(path)

export async function repositoryFindings(found: Identities, repo: RepoRef): Promise<Finding[]> {
  const name = `${repo.owner}/${repo.repo}`
  const place = 'repository.installation'
  const installed = await inspectInstallation(found.github, repo)
  if (installed === undefined)
    return [
      fail(
        place,
        `the App is not installed on ${name}, or there is no such repository`,
        'an installation',
        "install it from the App's page",
      ),
    ]
  if (installed.suspended)
    return [
      fail(place, 'the installation is suspended', 'an active one', 'unsuspend it in the account settings'),
    ]
  const client = await found.github.author(repo)
  const branch = await client.repository.defaultBranch()
  const tip = await client.refs.sha(branch)
  const findings = [
    ok(place, `the App is installed on ${name}`),
    ...permissionFindings(`${place}.permissions`, 'installation', APP_PERMISSIONS, installed.permissions),
    ...eventFindings(`${place}.events`, APP_EVENTS, installed.events),
  ]
  if (tip === undefined)
    return [
      ...findings,
      fail('repository.policy', `${branch} has no commit`, 'a policy on it', `commit ${POLICY_PATH} to it`),
    ]
  const sha = Sha.parse(tip)
  const wanted = await targetTemplates()
  const paths = await client.repository.paths(sha)
  const read = paths.filter((path) => wanted.has(path) || isConfiguration(path))
  const files = await textsAt(client.texts, sha, read)
  const configuration = new Map([...files].filter(([path]) => isConfiguration(path)))
  const policy = readablePolicy(files.get(POLICY_PATH))
  const label = policy?.label ?? 'baton'
  const labels = await client.repository.labels()
  const target = policy?.integration_branch
  return [
    ...findings,
    ...(await policyFindings(configuration)),
    ...fileFindings(wanted, files),
    labels.includes(label)
      ? ok('repository.label', `there is the label ${label}, which hands an issue over`)
      : warn(
          'repository.label',
          `there is no label ${label}, so nobody can hand an issue over with it`,
          `the label ${label}`,
          'run `baton setup files OWNER/REPO`, which makes it, or make it on the labels page of the repository',
        ),
    ...branchFindings(
      { authorAppId: client.appId, branch: target, mergeQueue: undefined },
      {
        rules: await client.rulesets.onBranch(target ?? branch),
        reviewer: await reviewerOn(found, repo),
      },
    ),
  ]
}
