// Finds credentials in file contents. Reports where and which kind, never the value.

export interface SecretFinding {
  kind: string
  /** 1-based. */
  line: number
}

// Forms published by their issuers; prefixes that make a false match unlikely. Generic "password =" patterns are left out:
// they fire on tests and teach people to switch the rule off.
const PATTERNS: readonly { kind: string; pattern: RegExp }[] = [
  { kind: 'GitHub token', pattern: /\bgh[pousr]_[A-Za-z0-9]{36,255}\b/g },
  { kind: 'GitHub fine-grained token', pattern: /\bgithub_pat_[A-Za-z0-9_]{22,255}\b/g },
  { kind: 'Anthropic key', pattern: /\bsk-ant-[A-Za-z0-9_-]{20,}/g },
  { kind: 'OpenAI key', pattern: /\bsk-(?:proj-[A-Za-z0-9_-]{20,}|[A-Za-z0-9]{48}\b)/g },
  { kind: 'AWS access key id', pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g },
  { kind: 'Google API key', pattern: /\bAIza[0-9A-Za-z_-]{35}\b/g },
  { kind: 'Slack token', pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/g },
  { kind: 'Stripe live key', pattern: /\b[rs]k_live_[A-Za-z0-9]{20,}/g },
  { kind: 'npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { kind: 'PyPI token', pattern: /\bpypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{20,}/g },
  { kind: 'private key', pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/g },
]

interface Match extends SecretFinding {
  value: string
}

function* matches(text: string): Generator<Match> {
  for (const { kind, pattern } of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      yield { kind, value: match[0], line: text.slice(0, match.index).split('\n').length }
    }
  }
}

/**
 * Credentials that are in `after` and not already in `before`. Works on bytes (latin1), so binary files count too.
 * A text in UTF-16 is looked at without its zero bytes.
 */
export function newSecrets(before: Buffer | undefined, after: Buffer): SecretFinding[] {
  const text = (data: Buffer): string => data.toString('latin1').replaceAll('\0', '')
  const known = new Set(before === undefined ? [] : [...matches(text(before))].map(({ value }) => value))
  return [...matches(text(after))]
    .filter(({ value }) => !known.has(value))
    .map(({ kind, line }) => ({ kind, line }))
}
