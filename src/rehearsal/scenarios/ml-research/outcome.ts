// A turn that ends a run with its outcome; the compiler holds its words to the outcome's schema.

import type { OutcomeOf, Purpose } from '../../../domain/outcomes.ts'
import type { ScriptTurn } from '../../model/script.ts'

export const outcome = <P extends Purpose>(_: P, value: OutcomeOf[P]): ScriptTurn => ({
  content: [{ type: 'json', value }],
})
