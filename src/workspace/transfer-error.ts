// What git's words mean when a fetch or a push failed: whose turn it is now.

import { TerminalError, TransientError, UserError } from '../errors.ts'

interface Rule {
  pattern: RegExp
  make: (message: string) => Error
}

const user = (fix: string) => (message: string) => new UserError(message, fix)
const transient = (message: string): Error => new TransientError(message)
const terminal = (message: string): Error => new TerminalError(message)

// First match wins. The GH codes and the workflow and archive sentences are what github.com answers to git
// (docs.github.com: "About protected branches", "Available rules for rulesets", "Push protection", "About large files").
const RULES: readonly Rule[] = [
  { pattern: /\(stale info\)|fetch first|non-fast-forward|cannot lock ref/i, make: transient },
  {
    pattern: /without `workflows?` permission/i,
    make: user(
      'Give the App the permission "Workflows: read and write", or keep workflow files out of this change.',
    ),
  },
  {
    pattern: /push protection|GH009|repository rule violations[\s\S]*secret/i,
    make: user(
      'Take the secret out of the change. If it is real, revoke it: it has already left the repository.',
    ),
  },
  {
    pattern: /GH001|exceeds GitHub's file size limit/i,
    make: user('Keep files under 100 MB, or store them with Git LFS.'),
  },
  {
    pattern: /GH006|GH013|protected branch|repository rule violations/i,
    make: user(
      'Let the App push to this branch: add it to the bypass list of the ruleset, or use another branch prefix.',
    ),
  },
  {
    pattern: /archived so it is read-only|was archived/i,
    make: user('Unarchive the repository, or remove it from Baton.'),
  },
  {
    pattern: /pre-receive hook declined|hook declined|\[remote rejected\]/i,
    make: user('The server refused the push; its reason is in the message. Change the rule or the change.'),
  },
  {
    pattern: /Write access to repository not granted|Permission to .* denied|error: 403/i,
    make: user('Give the App the permission "Contents: read and write" and accept it for this installation.'),
  },
  // An installation token lives for one hour: the retry gets a fresh one.
  {
    pattern: /Authentication failed|could not read Username|terminal prompts disabled|error: 401/i,
    make: transient,
  },
  { pattern: /error: (429|5\d\d)|Internal Server Error|Service Unavailable|Bad Gateway/i, make: transient },
  {
    pattern:
      /Could not resolve host|Connection (refused|reset|timed out)|Failed to connect|early EOF|RPC failed|hung up unexpectedly|Operation timed out|Empty reply|gnutls|SSL_read|No space left/i,
    make: transient,
  },
  {
    pattern: /unable to update url base from redirection|error: 30\d/i,
    make: user('The repository moved: use its new URL.'),
  },
  { pattern: /transport '.*' not allowed/i, make: user('Use an https URL.') },
  {
    pattern:
      /Repository not found|does not appear to be a git repository|error: 404|couldn't find remote ref|not our ref|repository '.*' not found/i,
    make: terminal,
  },
]

/**
 * Turns the (already redacted) words of a failed git transfer into the error that says who acts next: TransientError is
 * retried, UserError is shown with its fix, TerminalError goes to the dead letters. Unknown words are terminal.
 */
export function transferError(what: 'fetch' | 'push', words: string): Error {
  const lines = words.split('\n').map((line) => line.trim())
  const message = `git ${what} failed: ${lines
    .filter((line) => line !== '')
    .join(' | ')
    .slice(0, 2000)}`
  const rule = RULES.find(({ pattern }) => pattern.test(words))
  return rule === undefined ? new TerminalError(message) : rule.make(message)
}
