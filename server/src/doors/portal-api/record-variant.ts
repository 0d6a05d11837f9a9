import { operation } from './operation.ts'
import { trialsOf } from './trials-of.ts'

export const recordVariant = operation('recordVariant', async (deps, { caller, params, body }) =>
  trialsOf(deps, 'recordVariant').recordVariant(caller, { id: params.id, ...body }),
)
