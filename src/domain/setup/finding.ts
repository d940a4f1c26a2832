// What a look at an installation finds: each with its place, what was expected there, and what to do about it.

export interface Finding {
  /** `fail`: Baton does not work as it should. `warn`: it works, and somebody may be surprised. */
  level: 'ok' | 'warn' | 'fail'
  /** `environment`, `app`, `repository`, each with a part, for example `environment.git`. */
  place: string
  /** What is so, in one sentence without a full stop. */
  found: string
  /** What should be so; left out where all is well. */
  expected?: string
  fix?: string
}

export const ok = (place: string, found: string): Finding => ({ level: 'ok', place, found })

export const warn = (place: string, found: string, expected: string, fix: string): Finding => ({
  level: 'warn',
  place,
  found,
  expected,
  fix,
})

export const fail = (place: string, found: string, expected: string, fix: string): Finding => ({
  level: 'fail',
  place,
  found,
  expected,
  fix,
})
