import type { NameInputs } from '../../contexts/trials/index.ts'
import { operation } from './operation.ts'
import { trialsOf } from './trials-of.ts'

export const nameInputs = operation('nameInputs', async (deps, { caller, params, body }) =>
  trialsOf(deps, 'nameInputs').nameInputs(caller, {
    id: params.id,
    // The schema has checked the digits that make an account's id.
    inputs: body as NameInputs['inputs'],
  }),
)
