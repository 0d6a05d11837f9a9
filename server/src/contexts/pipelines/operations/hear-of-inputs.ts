import { transaction } from '../../../foundation/sql.ts'
import type { PipelinesDeps } from '../deps.ts'
import { overdueMessage } from '../model/notice.ts'
import type { Target } from '../model/pipeline.ts'
import { inputChanged } from '../steps/input-changed.ts'
import { notify, say } from '../steps/notify.ts'
import { lockPipeline, pipelinesOf } from '../store/pipelines.ts'

/** `ingestion.delivery-loaded`, as far as it matters here. */
export interface DeliveryLoaded {
  tableId: string
  slice: string
  /** The number of its vintage. */
  number: number
  snapshotId?: string
}

/** `catalog.table-committed`, as far as it matters here. */
export interface TableCommitted {
  tableId: string
  version: number
  snapshotId?: string
}

/** `ingestion.delivery-overdue`, as far as it matters here. */
export interface DeliveryOverdue {
  feedId: string
  accountId: string
  /** Whom the feed names, and who then has to act. */
  targets?: readonly Target[]
  owner?: string
  feed: string
  slice: string
  expectedAt?: string
  deadlineAt?: string
  lastError?: string | null
  target: { accountId: string; database: string; table: string }
}

/** A vintage of a day has been loaded: that day is due where its table is read. */
export async function hearOfDelivery(deps: PipelinesDeps, loaded: DeliveryLoaded): Promise<void> {
  const { tableId, slice, number, snapshotId } = loaded
  const version = { number, ...(snapshotId === undefined ? {} : { snapshotId }) }
  await transaction(deps.sql, (tx) => inputChanged(deps, tx, { tableId, slice, version }))
}

/** A table has a new state: what is made of the whole of it is due. */
export async function hearOfCommit(deps: PipelinesDeps, committed: TableCommitted): Promise<void> {
  const { tableId, version: number, snapshotId } = committed
  // A commit without a snapshot changed no rows.
  if (snapshotId === undefined) return
  const version = { number, snapshotId }
  await transaction(deps.sql, (tx) =>
    inputChanged(deps, tx, { tableId, slice: undefined, version }),
  )
}

/**
 * What was expected has not come: whom the feed names hears so, and whoever waits for what is made
 * of it.
 */
export async function hearOfOverdue(deps: PipelinesDeps, overdue: DeliveryOverdue): Promise<void> {
  const told = wordsOf(overdue)
  const now = deps.clock()
  const { feedId, owner, targets = [], target, slice } = overdue
  if (targets.length > 0)
    await transaction(deps.sql, async (tx) => {
      const message = overdueMessage({ ...overdue, owner: owner ?? '' }, { ...told, slice, now })
      await say(tx, { pipelineId: null, feedId, endingId: null, message, now }, targets)
    })
  const reads = (input: DeliveryOverdue['target']) =>
    input.accountId === target.accountId &&
    input.database === target.database &&
    input.table === target.table
  const readers = await pipelinesOf(deps.sql)
  for (const { id } of readers.filter(({ definition }) => definition.inputs.some(reads)))
    await transaction(deps.sql, async (tx) => {
      const pipeline = await lockPipeline(tx, id)
      if (!pipeline) return
      const { cause, nextStep } = told
      await notify(tx, pipeline, { kind: 'delivery-overdue', slice, cause, nextStep, now })
    })
}

function wordsOf({ feed, feedId, slice, deadlineAt, lastError }: DeliveryOverdue) {
  const when = deadlineAt === undefined ? '' : `, promised for ${deadlineAt}`
  const error = lastError ? `; the last try to fetch it said: ${lastError}` : ''
  return {
    cause: `data late: delivery ${slice} of feed "${feed}" has not come${when}${error}`,
    nextStep: `ask the vendor of "${feed}" for ${slice}; see "millrace feed deliveries ${feedId}"`,
    ...(deadlineAt !== undefined && { deadlineAt }),
  }
}
