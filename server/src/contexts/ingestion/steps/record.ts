import { addJob } from '../../../foundation/jobs.ts'
import { type AuditRecord, putAudit } from '../../../foundation/outbox.ts'
import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { Feed } from '../model/ledger.ts'

/** One line of the audit: what the caller did in their own account. */
export async function recordDone(
  tx: SqlTransaction,
  caller: Caller,
  done: Pick<AuditRecord, 'action' | 'resource' | 'detail'>,
): Promise<void> {
  const { accountId, arn, principalArn } = caller
  const who = { accountId, actor: arn, principal: principalArn }
  await putAudit(tx, [{ ...who, ...done, decision: 'allowed' }])
}

/** The same for what a feed does on its own. */
export async function recordFeed(
  tx: SqlTransaction,
  feed: Feed,
  done: Pick<AuditRecord, 'action' | 'resource' | 'detail'>,
): Promise<void> {
  const who = { accountId: feed.accountId, actor: 'platform', principal: feed.roleArn }
  await putAudit(tx, [{ ...who, ...done, decision: 'allowed' }])
}

/** What an evaluator did to a feed stands in the feed's account, with who it was. */
export async function recordEvaluation(
  tx: SqlTransaction,
  { arn, principalArn }: Caller,
  { feed, reason }: { feed: Feed; reason: string },
): Promise<void> {
  const who = { accountId: feed.accountId, actor: arn, principal: principalArn }
  const done = { action: 'ingestion.feed-paused', resource: feed.id }
  const detail = { feed: feed.name, reason }
  await putAudit(tx, [{ ...who, ...done, detail, decision: 'allowed' }])
}

/** Work on one feed happens one after the other, and what waits already is not added again. */
export async function queueFeedWork(
  sql: Sql,
  job: 'ingestion.collect' | 'ingestion.load',
  feedId: string,
): Promise<void> {
  await addJob(sql, job, { feedId }, { key: `${job}:${feedId}`, queue: `feed:${feedId}` })
}
