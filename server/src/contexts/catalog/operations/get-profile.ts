import type { TableAccess } from '../../governance/index.ts'
import type { Caller } from '../../identity/index.ts'
import { noSuchProfile } from '../errors.ts'
import { readable } from '../model/duckdb-schema.ts'
import type { TableRef } from '../model/face.ts'
import { currentSchema } from '../model/metadata.ts'
import type { Field } from '../model/schema.ts'
import type { ColumnProfile } from '../profile/model/profile-sql.ts'
import { seenBy } from '../steps/describe.ts'
import { openTable } from '../steps/gates.ts'
import { record } from '../steps/record.ts'
import { findProfile, type Profile } from '../store/profiles.ts'
import type { Workings } from '../workings.ts'

export interface ProfileOfTable extends Omit<Profile, 'columns' | 'tableId'> {
  columns: { field: Field; profile: ColumnProfile }[]
  /** Of types that cannot be profiled. */
  leftOut: Field[]
}

/**
 * What is in a snapshot, or in the newest that was looked at, of the columns that the caller reads
 * now. Figures of all rows would tell of hidden ones, so who reads only some rows is told as if
 * there were none.
 *
 * @throws catalog.no-such-table, catalog.no-such-profile, governance.denied
 */
export async function getProfile(
  deps: Workings,
  caller: Caller,
  { snapshotId, ...ref }: TableRef & { snapshotId?: string },
): Promise<ProfileOfTable> {
  const gate = { action: 'glue:GetColumnStatisticsForTable', permissions: ['SELECT'] as const }
  const { table, access } = await openTable(deps, caller, ref, gate)
  const asked = { tableId: table.id, ...(snapshotId !== undefined && { snapshotId }) }
  const profile = someRows(access) ? undefined : await findProfile(deps.sql, asked)
  if (!profile) throw noSuchProfile({ database: ref.database, table: ref.table })
  const { fields } = currentSchema(await deps.files.read(table.metadataLocation))
  const detail = { dataSnapshotId: profile.snapshotId }
  const told = { ref, detail, seen: { tableId: table.id, access } }
  await record(deps.sql, deps, caller, { done: 'profile-read', ...told })
  return openProfile(profile, fields, access)
}

/** Of the columns that the caller reads now. */
export function openProfile(
  { columns, tableId: _tableId, ...facts }: Profile,
  fields: readonly Field[],
  access: TableAccess,
): ProfileOfTable {
  const seen = seenBy(access)
  const open = new Map(fields.filter(({ id }) => seen(id)).map((field) => [field.id, field]))
  return {
    ...facts,
    leftOut: [...open.values()].filter((field) => !readable(field)),
    columns: columns.flatMap((one) => {
      const field = open.get(one.id)
      return field ? [{ field, profile: one }] : []
    }),
  }
}

/** Figures of all rows would tell of hidden ones. */
export function someRows({ iamOnly, rowFilter, cellFilters }: TableAccess): boolean {
  return !iamOnly && (rowFilter !== undefined || cellFilters.size > 0)
}
