import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import type { Reminder, ReminderTargets } from '../model/reminder.ts'
import './tables.ts'

interface TargetsOf extends Required<ReminderTargets> {
  accountId: string
}

export async function findTargets(sql: Sql, accountId: string): Promise<TargetsOf | undefined> {
  const rows = sql.selectFrom('governance.reminderTargets').selectAll()
  return await rows.where('accountId', '=', accountId).executeTakeFirst()
}

/** By account. */
export async function allTargets(sql: Sql): Promise<Map<string, TargetsOf>> {
  const rows = await sql.selectFrom('governance.reminderTargets').selectAll().execute()
  return new Map(rows.map((row) => [row.accountId, row]))
}

/** In place of those of the version before; false where these are no longer there. */
export async function replaceTargets(tx: SqlTransaction, set: TargetsOf): Promise<boolean> {
  const row = { ...set, targets: JSON.stringify(set.targets) }
  const put = await tx
    .insertInto('governance.reminderTargets')
    .values(row)
    .onConflict((old) =>
      old
        .column('accountId')
        .doUpdateSet(row)
        .where('governance.reminderTargets.version', '=', set.version - 1),
    )
    .executeTakeFirst()
  return put.numInsertedOrUpdatedRows === 1n
}

/** Notes that it is said; false where it was before. */
export async function insertReminder(tx: SqlTransaction, reminder: Reminder): Promise<boolean> {
  const inserted = await tx
    .insertInto('governance.reminders')
    .values(reminder)
    .onConflict((said) => said.doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** What has ended needs no reminder, and so no note of one. */
export async function sweepReminders(sql: Sql, now: Date): Promise<void> {
  await sql.deleteFrom('governance.reminders').where('endsAt', '<', now).execute()
}
