// The system account the embedded server runs as. PostgreSQL refuses to run as root, so root lends it another account.

import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, realpathSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { UserError } from '../../errors.ts'

/** Undefined: our own account. */
export type Account = { uid: number; gid: number } | undefined

const NAME = 'postgres'

function lookUp(): Account {
  try {
    const id = (flag: string): number =>
      Number(execFileSync('id', [flag, NAME], { encoding: 'utf8', stdio: 'pipe' }))
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    // `id` fails for an account that does not exist: that is the answer.
    return undefined
  }
}

/** The account to run as: ours, or for root the `postgres` account, which is created when missing. Raises UserError. */
export function serverAccount(): Account {
  if (process.getuid?.() !== 0) return undefined
  const known = lookUp()
  if (known !== undefined) return known
  // useradd is the common one, adduser -S that of Alpine.
  for (const [program, ...args] of [
    ['useradd', '--system', '--user-group', '--no-create-home', NAME],
    ['adduser', '-S', '-H', '-D', NAME],
  ] as const) {
    try {
      execFileSync(program, args, { stdio: 'pipe' })
    } catch {
      // Tried in turn; whether either worked is seen below.
      continue
    }
    break
  }
  const created = lookUp()
  if (created === undefined) {
    throw new UserError(
      'PostgreSQL cannot run as root, and a postgres account could not be created for it',
      'run Baton as an ordinary user, create the account (useradd --system postgres), or set DATABASE_URL',
    )
  }
  return created
}

/** Whether an account may pass through a folder, by its mode bits (access lists are not looked at). */
function maySearch(dir: string, account: { uid: number; gid: number }): boolean {
  const { mode, uid, gid } = statSync(dir)
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
  return (mode & bit) !== 0
}

/**
 * Makes sure the account can pass every folder above `target`. Those in the system's temporary folder are opened for
 * passage (mkdtemp closes them); others are the owner's to open: raises UserError.
 */
export function checkReachable(target: string, account: Account, what: string): void {
  if (account === undefined) return
  for (let dir = path.dirname(target); ; dir = path.dirname(dir)) {
    if (!maySearch(dir, account)) {
      if (dir.startsWith(`${realpathSync(tmpdir())}${path.sep}`)) {
        letThrough(dir, account)
        continue
      }
      throw new UserError(
        `the account postgres, which the embedded database runs as, cannot reach ${what}: ${dir} is closed to it`,
        `run Baton as an ordinary user, or allow passage: chmod o+x ${dir}`,
      )
    }
    if (dir === path.dirname(dir)) return
  }
}

/** Lets the account pass through a folder of ours. */
export function letThrough(dir: string, account: Account): void {
  if (account !== undefined) chmodSync(dir, statSync(dir).mode | 0o011)
}

/** Gives a file or an empty folder of ours to the account. */
export function handOver(file: string, account: Account): void {
  if (account !== undefined) chownSync(file, account.uid, account.gid)
}
