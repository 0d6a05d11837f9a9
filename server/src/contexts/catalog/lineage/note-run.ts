import type { SqlTransaction } from '../../../foundation/sql.ts'
import { type Edge, insertLineageEvent, putEdges } from '../store/lineage.ts'
import { OWN_JOBS } from './model/event.ts'

/** What a job of the platform itself has done. */
export interface OwnRun {
  accountId: string
  /** `feed fd-1`, `pipeline pl-1`, `adoption`, `maintenance` */
  job: string
  runId: string
  at: Date
  /** The id of the dataset that it made. */
  output: string
  /** What it made it of; undefined: it was about no other dataset. */
  inputs?: readonly NonNullable<Edge['input']>[]
}

/** As an event of OpenLineage, by the platform's own word; telling it twice tells it once. */
export async function noteRun(tx: SqlTransaction, run: OwnRun): Promise<void> {
  const { accountId, job: jobName, runId, at, output, inputs } = run
  const job = { jobNamespace: OWN_JOBS, jobName }
  const fresh = await insertLineageEvent(tx, {
    ...{ principalArn: OWN_JOBS, accountId, ...job, runId },
    key: ['own', accountId, jobName, runId, output],
    state: 'COMPLETE',
    occurredAt: at,
    receivedAt: at,
  })
  if (!fresh || !inputs) return
  const told = { accountId, ...job, outputId: output, columns: [], runId, lastAt: at }
  await putEdges(tx, inputs.length === 0 ? [told] : inputs.map((input) => ({ ...told, input })))
}
