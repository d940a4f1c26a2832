// Labels as part of a repository: the rules for their names and colours, and creating the ones that are missing.

import { characters } from './body.ts'
import type { Forge } from './forge.ts'
import { invalid } from './http-error.ts'
import { findLabel } from './lookup.ts'
import { renderLabel } from './render/label.ts'
import { DEFAULT_LABEL_COLOR } from './render/timeline.ts'
import { nodeId } from './world.ts'
import type { Label, Repository, User } from './world.ts'

/** github.com's limits on a label, in characters. */
const MAX_NAME = 50
const MAX_DESCRIPTION = 100

/** Throws 422 for a name, colour or description GitHub refuses. */
export function checkLabel(label: {
  name?: string | undefined
  color?: string | undefined
  description?: string | null | undefined
}): void {
  const { name, color, description } = label
  if (name !== undefined && name.trim() === '') {
    throw invalid([{ resource: 'Label', field: 'name', code: 'missing_field' }])
  }
  if (name !== undefined && characters(name) > MAX_NAME) {
    const message = `name is too long (maximum is ${MAX_NAME} characters)`
    throw invalid([{ resource: 'Label', field: 'name', code: 'invalid', value: name, message }])
  }
  if (color !== undefined && !/^[0-9a-f]{6}$/i.test(color)) {
    throw invalid([{ resource: 'Label', field: 'color', code: 'invalid', value: color }])
  }
  if (characters(description ?? '') > MAX_DESCRIPTION) {
    const message = `description is too long (maximum is ${MAX_DESCRIPTION} characters)`
    throw invalid([{ resource: 'Label', field: 'description', code: 'invalid', message }])
  }
}

/** Adds a label to the repository and announces `label.created`. Throws 422 `already_exists` when the name is taken. */
export function createLabel(
  forge: Forge,
  repo: Repository,
  input: { name: string; color?: string | undefined; description?: string | null | undefined },
  sender: User,
): Label {
  checkLabel(input)
  if (findLabel(repo, input.name) !== undefined) {
    throw invalid([{ resource: 'Label', field: 'name', code: 'already_exists' }])
  }
  const id = forge.world.nextId()
  const label: Label = {
    id,
    nodeId: nodeId('LA', id),
    name: input.name,
    color: (input.color ?? DEFAULT_LABEL_COLOR).toLowerCase(),
    description: input.description ?? null,
    default: false,
  }
  repo.labels.set(label.name.toLowerCase(), label)
  forge.emit({
    event: 'label',
    action: 'created',
    repo,
    sender,
    payload: { label: renderLabel(forge, repo, label) },
  })
  return label
}

/** The labels of these names without doubles; those the repository lacks are created, as GitHub does. */
export function ensureLabels(
  forge: Forge,
  repo: Repository,
  names: readonly string[],
  sender: User,
): Label[] {
  // All are checked before the first is created: a refused request changes nothing.
  for (const name of names) checkLabel({ name })
  const labels = names.map((name) => findLabel(repo, name) ?? createLabel(forge, repo, { name }, sender))
  return [...new Set(labels)]
}
