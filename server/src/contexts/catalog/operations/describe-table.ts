import type { Caller } from '../../identity/index.ts'
import type { TableDescription, TableRef } from '../model/face.ts'
import { currentSchema, currentSnapshot, defaultSpec } from '../model/metadata.ts'
import { holds, openTable } from '../steps/gates.ts'
import type { Workings } from '../workings.ts'

/** Names and types, for people and Glue; never waits for a projection. */
export async function describeTable(
  deps: Workings,
  caller: Caller,
  ref: TableRef,
): Promise<TableDescription> {
  const gate = { action: 'glue:GetTable', permissions: [] }
  const { table, access } = await openTable(deps, caller, ref, gate)
  const metadata = await deps.files.read(table.metadataLocation)
  const schema = currentSchema(metadata)
  const narrow = access.restricted && !access.iamOnly && holds(access, 'SELECT')
  const seen = (id: number) => !narrow || access.columns.has(id)
  const snapshot = currentSnapshot(metadata)
  return {
    table,
    access,
    schema: { ...schema, fields: schema.fields.filter(({ id }) => seen(id)) },
    partitionSpec: defaultSpec(metadata).fields.filter((field) => seen(field['source-id'])),
    properties: metadata.properties,
    // Counts of a table of which only some rows are open would tell of the others.
    ...(snapshot && !narrow
      ? {
          snapshot: {
            id: snapshot['snapshot-id'],
            committedAt: new Date(snapshot['timestamp-ms']),
            summary: snapshot.summary,
          },
        }
      : {}),
  }
}
