import { operation } from './operation.ts'
import { progressView } from './report-progress.ts'
import { trialsOf } from './trials-of.ts'

export const getReportProgress = operation('getReportProgress', async (deps, { caller, params }) =>
  progressView(
    await trialsOf(deps, 'getReportProgress').getReportProgress(caller, { id: params.id }),
  ),
)
