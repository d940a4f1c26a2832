// Picks one member of the Action union by its name.

import type { Action } from '../../domain/actions.ts'

export type ActionOf<D extends Action['do']> = Extract<Action, { do: D }>
