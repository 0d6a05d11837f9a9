import { sql as raw } from 'kysely'
import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { Change, Kind, Row } from '../model/world.ts'
import { bulk, removeRows } from './put-rows.ts'
import { removals } from './remove.ts'
import './tables.ts'

/** Takes the one version row: whoever holds it is the only one to change rules. */
export async function lockVersion(tx: SqlTransaction): Promise<number> {
  const { version } = await tx
    .selectFrom('governance.version')
    .select('version')
    .forUpdate()
    .executeTakeFirstOrThrow()
  return version
}

export const CHANGED = 'governance_changed'

/** Writes changes in their order, logs them as the next version and tells the other servers. */
export async function applyChanges(
  tx: SqlTransaction,
  changes: readonly Change[],
  version: number,
): Promise<void> {
  for (const run of runsOf(changes)) await applyRun(tx, run)
  const changed = JSON.stringify(changes.map(({ of, key }) => [of, key]))
  await raw`
    WITH logged AS (
      INSERT INTO governance.changes (version, changed) VALUES (${version}, ${changed}::jsonb)
    ), moved AS (
      UPDATE governance.version SET version = ${version}
    )
    SELECT pg_notify(${CHANGED}, ${String(version)})`.execute(tx)
}

/** Changes of one kind after one another, all of them put or all removed. */
function runsOf(changes: readonly Change[]): Change[][] {
  const runs: Change[][] = []
  for (const change of changes) {
    const [first] = runs.at(-1) ?? []
    const same = first?.of === change.of && (first.row === undefined) === (change.row === undefined)
    if (same) runs.at(-1)?.push(change)
    else runs.push([change])
  }
  return runs
}

async function applyRun(tx: SqlTransaction, run: readonly Change[]): Promise<void> {
  const [first] = run
  if (first && first.of in bulk) {
    const of = first.of as keyof typeof bulk
    const keys = run.map(({ key }) => key)
    if (first.row === undefined) return removeRows(tx, of, keys)
    // Of changes of one row the last counts.
    const rows = new Map(run.map(({ key, row }) => [key, row]))
    return bulk[of](tx, rows as never)
  }
  for (const { of, key, row } of run) {
    if (row === undefined) await removals[of](tx, key)
    else await (writers[of as Single] as Writer<Single>)(tx, row as Row<Single>, key)
  }
}

type Single = Exclude<Kind, keyof typeof bulk>

type Writer<Name extends Kind> = (
  tx: SqlTransaction,
  row: Row<Name>,
  key: string,
) => Promise<unknown>

const writers: { [Name in Single]: Writer<Name> } = {
  accounts: async () => undefined, // Identity keeps them.
  settings: (tx, { accountId, ...settings }) => {
    const row = { accountId, settings: JSON.stringify(settings) }
    const insert = tx.insertInto('governance.settings').values(row)
    return insert.onConflict((old) => old.column('accountId').doUpdateSet(row)).execute()
  },
  databases: (tx, row) => {
    const values = { ...row, location: row.location ?? null, link: row.link ?? false }
    const insert = tx.insertInto('governance.databases').values(values)
    return insert.onConflict((old) => old.column('id').doUpdateSet(values)).execute()
  },
  tables: (tx, row) => {
    const columns = JSON.stringify(row.columns)
    const past = row.past ? [...row.past] : null
    const rest = { location: row.location ?? null, link: row.link ?? false }
    const values = { ...row, ...rest, columns, past }
    const insert = tx.insertInto('governance.tables').values(values)
    return insert.onConflict((old) => old.column('id').doUpdateSet(values)).execute()
  },
  tags: (tx, { accountId, key, values }) => {
    const row = { accountId, key, tagValues: [...values] }
    const insert = tx.insertInto('governance.tags').values(row)
    return insert.onConflict((old) => old.columns(['accountId', 'key']).doUpdateSet(row)).execute()
  },
  expressions: (tx, row) => {
    const expression = JSON.stringify(row.expression)
    const values = { ...row, description: row.description ?? null, expression }
    const insert = tx.insertInto('governance.expressions').values(values)
    const taken = insert.onConflict((old) => old.columns(['accountId', 'name']).doUpdateSet(values))
    return taken.execute()
  },
  filters: (tx, { rows, columns, ...row }) => {
    const rowFilter = rows === undefined ? null : JSON.stringify(rows)
    const values = { ...row, rowFilter, columns: JSON.stringify(columns) }
    const insert = tx.insertInto('governance.filters').values(values)
    return insert.onConflict((old) => old.column('id').doUpdateSet(values)).execute()
  },
  locations: (tx, row) => {
    const values = { ...row, roleArn: row.roleArn ?? null }
    const insert = tx.insertInto('governance.locations').values(values)
    return insert.onConflict((old) => old.column('location').doUpdateSet(values)).execute()
  },
  optIns: (tx, row, id) => {
    const insert = tx
      .insertInto('governance.optIns')
      .values({ ...row, id, ...placeValues(row), condition: jsonOf(row.condition) })
    return insert.onConflict((old) => old.column('id').doNothing()).execute()
  },
  acceptances: (tx, row) => {
    const insert = tx.insertInto('governance.acceptances').values(row)
    return insert.onConflict((old) => old.columns(['ownerId', 'recipientId']).doNothing()).execute()
  },
  licences: (tx, row) => {
    const values = { ...row, endsAt: row.endsAt ?? null }
    const insert = tx.insertInto('governance.licences').values(values)
    const taken = insert.onConflict((old) =>
      old.columns(['tableId', 'agreementId']).doUpdateSet(values),
    )
    return taken.execute()
  },
  rowPolicies: (tx, { columns, ...row }) => {
    const values = { ...row, columns: JSON.stringify(columns) }
    const insert = tx.insertInto('governance.rowPolicies').values(values)
    return insert
      .onConflict((old) => old.columns(['accountId', 'name']).doUpdateSet(values))
      .execute()
  },
  rowAttachments: (tx, { resource, condition, principal, ...row }, id) => {
    const texts = { resource: JSON.stringify(resource), condition: jsonOf(condition) }
    const values = { ...row, ...texts, id, principal: principal ?? null }
    const insert = tx.insertInto('governance.rowAttachments').values(values)
    return insert.onConflict((old) => old.column('id').doUpdateSet(values)).execute()
  },
}

function placeValues({ tableId, allTables }: Row<'optIns'>) {
  return { tableId: tableId ?? null, allTables: allTables ?? false }
}

function jsonOf(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value)
}
