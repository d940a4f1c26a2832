// What the script player lists under /v1/models.

export interface PlayerModel {
  id: string
  line: string | null
  lifecycle: 'active' | 'deprecated' | 'retired'
}

export const MODELS: readonly PlayerModel[] = [
  { id: 'claude-sonnet-5-5', line: 'sonnet', lifecycle: 'active' },
  { id: 'claude-opus-5-5', line: 'opus', lifecycle: 'active' },
  { id: 'claude-haiku-5-5', line: 'haiku', lifecycle: 'active' },
]

/** The one page of the list, in the form of the Models API. */
export function modelPage(models: readonly PlayerModel[]): unknown {
  const data = models.map((model) => ({
    type: 'model',
    display_name: model.id,
    created_at: '1970-01-01T00:00:00Z',
    capabilities: null,
    max_input_tokens: null,
    max_tokens: null,
    deprecated_at: null,
    retires_at: null,
    ...model,
  }))
  return { data, has_more: false, first_id: models[0]?.id ?? null, last_id: models.at(-1)?.id ?? null }
}
