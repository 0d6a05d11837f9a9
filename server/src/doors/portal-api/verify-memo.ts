import { operation } from './operation.ts'
import { trialsOf } from './trials-of.ts'

export const verifyMemo = operation('verifyMemo', async (deps, { caller, params }) =>
  trialsOf(deps, 'verifyMemo').verifyMemo(caller, { id: params.id }),
)
