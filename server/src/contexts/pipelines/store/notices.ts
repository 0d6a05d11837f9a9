import type { Selectable } from 'kysely'
import type { Sql, SqlTransaction, Tables } from '../../../foundation/sql.ts'
import type { Notice, NoticeKind, Send } from '../model/notice.ts'
import type { Target } from '../model/pipeline.ts'
import './tables.ts'

/** False when this slice has had a notice of this kind already. */
export async function insertNotice(
  tx: SqlTransaction,
  notice: Notice,
  targets: readonly Target[],
): Promise<boolean> {
  const inserted = await tx
    .insertInto('pipelines.notices')
    .values({ ...notice, message: JSON.stringify(notice.message) })
    .onConflict((taken) => taken.doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 0n) return false
  const rows = targets.map((target, number) => ({
    ...{ noticeId: notice.id, number, target: JSON.stringify(target), attempts: 0 },
  }))
  if (rows.length > 0) await tx.insertInto('pipelines.sends').values(rows).execute()
  return true
}

export async function saidAlready(
  tx: SqlTransaction,
  { pipelineId, slice, round, kind }: Pick<Notice, 'pipelineId' | 'slice' | 'round' | 'kind'>,
): Promise<boolean> {
  const found = await tx
    .selectFrom('pipelines.notices')
    .select('id')
    .where('pipelineId', '=', pipelineId)
    .where('slice', '=', slice)
    .where('round', '=', round)
    .where('kind', '=', kind)
    .executeTakeFirst()
  return found !== undefined
}

/** Locked while it is sent, so that nobody sends it twice; undefined while somebody else does. */
export async function lockSend(
  tx: SqlTransaction,
  { noticeId, number }: Pick<Send, 'noticeId' | 'number'>,
): Promise<Send | undefined> {
  const row = await tx
    .selectFrom('pipelines.sends')
    .selectAll()
    .where('noticeId', '=', noticeId)
    .where('number', '=', number)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  return row && toSend(row)
}

export async function updateSend(
  tx: SqlTransaction,
  { noticeId, number }: Pick<Send, 'noticeId' | 'number'>,
  change: { attempts: number; deliveredAt?: Date; lastError?: string | null },
): Promise<void> {
  await tx
    .updateTable('pipelines.sends')
    .set(change)
    .where('noticeId', '=', noticeId)
    .where('number', '=', number)
    .execute()
}

export async function findNotice(sql: Sql, id: string): Promise<Notice | undefined> {
  const row = await sql
    .selectFrom('pipelines.notices')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return row && { ...row, kind: row.kind as NoticeKind }
}

/** What was said of a pipeline, and how it went, the newest first. */
export async function noticesOf(
  sql: Sql,
  pipelineId: string,
  countMax: number,
): Promise<(Notice & { sends: Send[] })[]> {
  const notices = await sql
    .selectFrom('pipelines.notices')
    .selectAll()
    .where('pipelineId', '=', pipelineId)
    .orderBy('createdAt', 'desc')
    .limit(countMax)
    .execute()
  if (notices.length === 0) return []
  const ids = notices.map(({ id }) => id)
  const sends = await sql
    .selectFrom('pipelines.sends')
    .selectAll()
    .where('noticeId', 'in', ids)
    .orderBy('number')
    .execute()
  return notices.map((notice) => ({
    ...notice,
    kind: notice.kind as NoticeKind,
    sends: sends.filter(({ noticeId }) => noticeId === notice.id).map(toSend),
  }))
}

function toSend(row: Selectable<Tables['pipelines.sends']>): Send {
  return {
    ...row,
    deliveredAt: row.deliveredAt ?? undefined,
    lastError: row.lastError ?? undefined,
  }
}
