import { operation } from './operation.ts'
import { trialsOf } from './trials-of.ts'

export const exportReport = operation('exportReport', async (deps, { caller, params, query }) => {
  const { format = 'html' } = query
  return trialsOf(deps, 'exportReport').exportReport(caller, { id: params.id, format })
})
