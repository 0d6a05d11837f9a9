import { operation } from './operation.ts'
import { trialsOf } from './trials-of.ts'

export const getReport = operation('getReport', async (deps, { caller, params }) =>
  trialsOf(deps, 'getReport').getReport(caller, { id: params.id }),
)
