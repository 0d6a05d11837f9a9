import { operation } from './operation.ts'
import { pipelinesOf } from './pipelines-of.ts'

/** What the run has printed, from line `after` on. */
export const getRunLog = operation('getRunLog', async (deps, { caller, params, query }) => {
  const { lines, finished } = await pipelinesOf(deps).readRunLog(caller, { runId: params.id })
  const after = Number(query.after ?? 0)
  const from = Number.isSafeInteger(after) && after >= 0 ? after : 0
  return {
    lines: lines.slice(from).map((text) => ({ stream: 'out' as const, text })),
    next: String(Math.max(from, lines.length)),
    finished,
  }
})
