import { sql as raw } from 'kysely'
import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import type { AccountId } from '../../identity/index.ts'
import type { ApprovalRule } from '../model/approval.ts'
import './tables.ts'

/** The rules of one account, as they were set. */
export interface RulesSet {
  accountId: AccountId
  rules: readonly ApprovalRule[]
  setBy: string
  setAt: Date
  /** Counts how often they were set. */
  version: number
}

export async function findRules(sql: Sql, accountId: AccountId): Promise<RulesSet | undefined> {
  const rows = sql.selectFrom('governance.approvalRules').selectAll()
  const row = await rows.where('accountId', '=', accountId).executeTakeFirst()
  return row as RulesSet | undefined
}

/** Of those of `accountIds` that have any. */
export async function findRulesOf(
  sql: Sql,
  accountIds: readonly AccountId[],
): Promise<Map<AccountId, RulesSet>> {
  const rows = sql.selectFrom('governance.approvalRules').selectAll()
  const found = (await rows
    .where((row) => row.eb('accountId', '=', row.fn.any(row.val([...accountIds]))))
    .execute()) as RulesSet[]
  return new Map(found.map((set) => [set.accountId, set]))
}

/** Whose rules name the principal as one who approves. */
export async function accountsNaming(sql: Sql, principal: string): Promise<AccountId[]> {
  const named = JSON.stringify([{ approvers: [principal] }])
  const rows = sql.selectFrom('governance.approvalRules').select('accountId')
  const found = await rows.where(raw<boolean>`rules @> ${named}::jsonb`).execute()
  return found.map(({ accountId }) => accountId as AccountId)
}

/** In place of those of the version before; false where these are no longer there. */
export async function replaceRules(tx: SqlTransaction, set: RulesSet): Promise<boolean> {
  const row = { ...set, rules: JSON.stringify(set.rules) }
  const put = await tx
    .insertInto('governance.approvalRules')
    .values(row)
    .onConflict((old) =>
      old
        .column('accountId')
        .doUpdateSet(row)
        .where('governance.approvalRules.version', '=', set.version - 1),
    )
    .executeTakeFirst()
  return put.numInsertedOrUpdatedRows === 1n
}
