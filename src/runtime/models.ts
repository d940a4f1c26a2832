// Resolves the model names that people write in agent files (sonnet, opus, haiku, inherit) to model ids.

import type Anthropic from '@anthropic-ai/sdk'
import { asError, UserError } from '../errors.ts'
import type { Log } from './request.ts'

export const MODEL_ALIASES = ['sonnet', 'opus', 'haiku'] as const
export type ModelAlias = (typeof MODEL_ALIASES)[number]
export type ModelTable = Readonly<Record<ModelAlias, string>>

/** Used where the API's list cannot be read, and for a line that the list does not name. Overridable in configuration. */
export const DEFAULT_MODELS: ModelTable = {
  sonnet: 'claude-sonnet-5-5',
  opus: 'claude-opus-5-5',
  haiku: 'claude-haiku-5-5',
}

export interface ModelResolver {
  /**
   * The model id for an alias, `inherit` (or nothing), or an id that is passed through.
   * Raises UserError for anything else.
   */
  resolve(name: string | undefined): string
}

/** A resolver over a fixed table. `inherited` is what `inherit` stands for: an alias or an id. */
export function tableModels(table: ModelTable = DEFAULT_MODELS, inherited = 'sonnet'): ModelResolver {
  const direct = (name: string): string => {
    const alias = MODEL_ALIASES.find((known) => known === name.toLowerCase())
    if (alias) return table[alias]
    if (/^claude-[a-z0-9][a-z0-9.-]*$/.test(name)) return name
    throw new UserError(
      `"${name}" is not a model.`,
      `Write one of ${MODEL_ALIASES.join(', ')}, inherit, or a full model id such as ${table.sonnet}.`,
    )
  }
  return {
    resolve: (name) =>
      direct(name === undefined || name.trim().toLowerCase() === 'inherit' ? inherited : name.trim()),
  }
}

/**
 * Reads the API's model list once (at boot) and points each alias at the newest active model of its line: the list is
 * newest first (documented at `models.list`). An id is never taken apart to find its line, as the API asks.
 * Where the list cannot be read the table is used and a warning logged.
 */
export async function loadModels(
  client: Anthropic,
  options: { table?: ModelTable; inherited?: string; signal: AbortSignal; log: Log },
): Promise<ModelResolver> {
  const table = { ...(options.table ?? DEFAULT_MODELS) }
  const found = new Set<string>()
  try {
    for await (const model of client.models.list({}, { signal: options.signal })) {
      const alias = MODEL_ALIASES.find((known) => known === model.line)
      if (!alias || model.lifecycle !== 'active' || found.has(alias)) continue
      found.add(alias)
      table[alias] = model.id
      if (found.size === MODEL_ALIASES.length) break
    }
  } catch (error) {
    options.log.warn(
      { error: asError(error).message },
      'the model list could not be read; using the configured table',
    )
    return tableModels(options.table, options.inherited)
  }
  return tableModels(table, options.inherited)
}
