import { addJob } from '../../../foundation/jobs.ts'
import { recordDone } from '../../../foundation/outbox.ts'
import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { Feed } from '../model/ledger.ts'

/** What an evaluator did to a feed stands in the feed's account, with who it was. */
export async function recordEvaluation(
  tx: SqlTransaction,
  caller: Caller,
  { feed, reason }: { feed: Feed; reason: string },
): Promise<void> {
  const { accountId, id: resource, name } = feed
  const detail = { feed: name, reason }
  await recordDone(tx, caller, { accountId, action: 'ingestion.feed-paused', resource, detail })
}

/** Work on one feed happens one after the other, and what waits already is not added again. */
export async function queueFeedWork(
  sql: Sql,
  job: 'ingestion.collect' | 'ingestion.load',
  feedId: string,
): Promise<void> {
  await addJob(sql, job, { feedId }, { key: `${job}:${feedId}`, queue: `feed:${feedId}` })
}
