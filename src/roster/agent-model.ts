// The model an agent's file asks for, as far as Baton can ask for the same one.

import type { AgentFormat } from '../domain/roster/agent.ts'

interface WrittenModel {
  model: string | null
  /** The file names a model and none of those it names can be had here. */
  ignored: boolean
}

/** An alias, an API id, or a model of Copilot's catalogue (`Claude Sonnet 4.5 (copilot)`, `claude-sonnet-4.5`) as its id. */
function known(written: string): string | undefined {
  const name = written.replace(/\s*\([^()]*\)$/, '').trim()
  if (/^(sonnet|opus|haiku|inherit)$/i.test(name)) return name.toLowerCase()
  if (/^claude-[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) return name
  const [, line, major, minor] = /^claude[ -](sonnet|opus|haiku)[ -](\d{1,2})\.(\d{1,2})$/i.exec(name) ?? []
  return line && major && minor ? `claude-${line.toLowerCase()}-${major}-${minor}` : undefined
}

/**
 * In our own files a name is kept as it is written; a wrong one is reported when it is to be used. In the other formats a model
 * of another vendor is common: it is left out, and the configured default applies. Of a list the first that can be had is taken.
 * The size of the context window (`sonnet[1m]`) cannot be chosen here and is dropped.
 */
export function readModel(
  written: string | readonly string[] | undefined,
  format: AgentFormat,
): WrittenModel {
  const names = [written ?? []].flat().map((name) => name.replace(/\s*\[\d+[km]\]$/i, '').trim())
  const model = format === 'baton' ? names[0] : names.map(known).find((name) => name !== undefined)
  return { model: model ?? null, ignored: model === undefined && names.length > 0 }
}

/** The name of a model in Copilot's catalogue; undefined where reading it again would not give the same model. */
export function copilotModel(model: string): string | undefined {
  const [, line, major, minor] = /^claude-(sonnet|opus|haiku)-(\d{1,2})-(\d{1,2})$/.exec(model) ?? []
  return line && major && minor
    ? `Claude ${line.charAt(0).toUpperCase()}${line.slice(1)} ${major}.${minor}`
    : undefined
}
