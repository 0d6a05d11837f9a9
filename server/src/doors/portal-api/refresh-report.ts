import { operation } from './operation.ts'
import { trialsOf } from './trials-of.ts'

export const refreshReport = operation('refreshReport', async (deps, { caller, params }) =>
  trialsOf(deps, 'refreshReport').refreshReport(caller, { id: params.id }),
)
