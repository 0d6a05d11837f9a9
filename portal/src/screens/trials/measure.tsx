import type { ReportProgress, TrialDetail } from '@millrace/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useAct, useAsk } from '../../api/queries.ts'
import { Time } from '../../ui/values.tsx'

const ASK_EVERY_MS = 2000

/** How far the report is that was asked for, and a button that asks for one. */
export function Measure({ trial: { id, stage } }: { trial: TrialDetail }) {
  const params = { id }
  const client = useQueryClient()
  const { data } = useAsk('getReportProgress', { params }, { everyMs: ASK_EVERY_MS })
  const order = useAct('refreshReport', ['getReportProgress'])
  const state = data?.state
  const busy = state === 'waiting' || state === 'measuring'
  const wasBusy = useRef(false)
  useEffect(() => {
    if (wasBusy.current && !busy) void client.invalidateQueries({ queryKey: ['getReport'] })
    wasBusy.current = busy
  }, [client, busy])
  if (!data) return null
  const refused = order.error?.message ?? (state === 'failed' ? data.reason : undefined)
  const open = stage === 'running' || stage === 'review'
  return (
    <div className="stack">
      {busy && (
        <p className="small soft" role="status">
          <Told progress={data} />
        </p>
      )}
      {refused && (
        <p className="callout" role="alert">
          {refused}
        </p>
      )}
      {open && !busy && (
        <div className="row">
          <button
            type="button"
            className="button"
            disabled={order.isPending}
            onClick={() => order.mutate({ params })}
          >
            Measure now
          </button>
        </div>
      )}
    </div>
  )
}

function Told({ progress: { state, askedAt, begunAt } }: { progress: ReportProgress }) {
  if (state === 'measuring')
    return <>Being measured anew{begunAt && [', since ', <Time key="begun" at={begunAt} />]}.</>
  return <>Waits for its turn{askedAt && [', since ', <Time key="asked" at={askedAt} />]}.</>
}
