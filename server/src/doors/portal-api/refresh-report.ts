import { operation } from './operation.ts'
import { progressView } from './report-progress.ts'
import { trialsOf } from './trials-of.ts'

export const refreshReport = operation('refreshReport', async (deps, { caller, params }) =>
  progressView(await trialsOf(deps, 'refreshReport').refreshReport(caller, { id: params.id })),
)
