import { sql as raw, type Selectable } from 'kysely'
import type { Sql, SqlTransaction, Tables } from '../../../foundation/sql.ts'
import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workspace, WorkspaceStep } from '../model/workspace.ts'
import './tables.ts'

type Row = Selectable<Tables['trials.workspaces']>

export async function insertWorkspace(tx: SqlTransaction, workspace: Workspace): Promise<void> {
  const { actor, people, done, ...row } = workspace
  const values = { ...row, people: [...people], done: [...done], actor: JSON.stringify(actor) }
  await tx.insertInto('trials.workspaces').values(values).execute()
}

export async function findWorkspace(sql: Sql, trialId: string): Promise<Workspace | undefined> {
  const row = await sql
    .selectFrom('trials.workspaces')
    .selectAll()
    .where('trialId', '=', trialId)
    .executeTakeFirst()
  return row && fromRow(row)
}

/** Held until the transaction ends. */
export async function lockWorkspace(
  tx: SqlTransaction,
  trialId: string,
): Promise<Workspace | undefined> {
  const row = await tx
    .selectFrom('trials.workspaces')
    .selectAll()
    .where('trialId', '=', trialId)
    .forUpdate()
    .executeTakeFirst()
  return row && fromRow(row)
}

/** Those whose cluster runs, or ran and may not be counted to its end. */
export async function workspacesInUse(sql: Sql): Promise<Workspace[]> {
  const rows = await sql
    .selectFrom('trials.workspaces')
    .selectAll()
    .where('wanted', '=', 'ready')
    .where('clusterId', 'is not', null)
    .execute()
  return rows.map(fromRow)
}

type Change = Partial<Omit<Workspace, 'trialId' | 'accountId' | 'name' | 'mark' | 'people'>>

export async function updateWorkspace(sql: Sql, trialId: string, change: Change): Promise<void> {
  const { actor, done, ...rest } = change
  await sql
    .updateTable('trials.workspaces')
    .set({
      ...rest,
      ...(actor !== undefined && { actor: JSON.stringify(actor) }),
      ...(done && { done: [...done] }),
    })
    .where('trialId', '=', trialId)
    .execute()
}

/** Not where it is to end by now: then it does not matter any more. */
export async function failWorkspace(
  sql: Sql,
  { trialId, wanted }: Pick<Workspace, 'trialId' | 'wanted'>,
  failure: Pick<Workspace, 'failure' | 'waitsForData'>,
): Promise<void> {
  await sql
    .updateTable('trials.workspaces')
    .set(failure)
    .where('trialId', '=', trialId)
    .where('wanted', '=', wanted)
    .execute()
}

/** Written down with the ids of what the step made. */
export async function stepDone(
  sql: Sql,
  trialId: string,
  { step, made = {} }: { step: WorkspaceStep; made?: Pick<Change, 'roleId' | 'databaseId'> },
): Promise<void> {
  await sql
    .updateTable('trials.workspaces')
    .set({ ...made, done: raw`array_append(done, ${step})` })
    .where('trialId', '=', trialId)
    .where(raw<boolean>`NOT ${step} = ANY (done)`)
    .execute()
}

/** False when somebody else has counted since. */
export async function countTo(
  tx: SqlTransaction,
  trialId: string,
  { from, to }: { from: Date | null; to: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('trials.workspaces')
    .set({ countedUntil: to })
    .where('trialId', '=', trialId)
    .where(raw<boolean>`counted_until IS NOT DISTINCT FROM ${from}`)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

function fromRow(row: Row): Workspace {
  return {
    ...row,
    accountId: row.accountId as AccountId,
    done: row.done as WorkspaceStep[],
    actor: row.actor && revived(row.actor),
  }
}

/** Dates are texts in JSON. */
function revived({ issuedAt, expiresAt, ...caller }: Caller): Caller {
  return {
    ...caller,
    ...(issuedAt && { issuedAt: new Date(issuedAt) }),
    ...(expiresAt && { expiresAt: new Date(expiresAt) }),
  }
}
