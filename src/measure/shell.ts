// Finds the bash that runs the commands.

import { existsSync } from 'node:fs'
import { win32 } from 'node:path'

/**
 * Path of bash. On Windows the one of Git for Windows, as the runner itself takes for `shell: bash`: the first `bash.exe` of the PATH
 * is usually the one of the Windows Subsystem for Linux, which may have no distribution. Undefined when Git is not there.
 */
export function findBash(
  platform: NodeJS.Platform,
  path: string,
  exists: (file: string) => boolean = existsSync,
): string | undefined {
  if (platform !== 'win32') return 'bash'
  for (const folder of path.split(';').filter((entry) => entry !== '')) {
    if (!exists(win32.join(folder, 'git.exe'))) continue
    // <Git>\cmd, <Git>\bin or <Git>\mingw64\bin.
    for (const up of ['..', '..\\..']) {
      const bash = win32.join(folder, up, 'bin', 'bash.exe')
      if (exists(bash)) return bash
    }
  }
  return undefined
}
