import type { TableAccess } from '../../governance/index.ts'
import type { TableDescription } from '../model/face.ts'
import { currentSchema, currentSnapshot, defaultSpec } from '../model/metadata.ts'
import type { Table } from '../model/table.ts'
import type { Workings } from '../workings.ts'
import { holds } from './gates.ts'

/** Names and types of a table, without the columns that are closed to the caller. */
export async function describe(
  { files }: Pick<Workings, 'files'>,
  { table, access }: { table: Table; access: TableAccess },
): Promise<TableDescription> {
  const metadata = await files.read(table.metadataLocation)
  const schema = currentSchema(metadata)
  const less = narrow(access)
  const seen = (id: number) => !less || access.columns.has(id)
  const snapshot = currentSnapshot(metadata)
  return {
    table,
    access,
    reading: less ? 'part' : holds(access, 'SELECT') ? 'all' : 'none',
    mayDocument: access.permissions.has('ALTER') || access.permissions.has('ALL'),
    schema: { ...schema, fields: schema.fields.filter(({ id }) => seen(id)) },
    partitionSpec: defaultSpec(metadata).fields.filter((field) => seen(field['source-id'])),
    properties: metadata.properties,
    ...(snapshot
      ? {
          snapshot: {
            id: snapshot['snapshot-id'],
            committedAt: new Date(snapshot['timestamp-ms']),
            summary: less ? openCounts(access, snapshot.summary) : snapshot.summary,
          },
        }
      : {}),
  }
}

/** Is only a part of the table shown? */
export function narrow(access: TableAccess): boolean {
  return access.restricted && !access.iamOnly && holds(access, 'SELECT')
}

/** Counts of a table of which only some rows are open would tell of the others. */
function openCounts(
  { rowFilter }: TableAccess,
  { 'total-records': rows }: Record<string, string>,
): Record<string, string> {
  return rowFilter || rows === undefined ? {} : { 'total-records': rows }
}
