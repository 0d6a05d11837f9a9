import type { Caller } from '../../identity/index.ts'
import { noSuchSnapshot } from '../errors.ts'
import type { At, Scan, TableRef } from '../model/face.ts'
import {
  currentSchema,
  currentSnapshot,
  type Snapshot,
  snapshotAt,
  snapshotOf,
  type TableMetadata,
} from '../model/metadata.ts'
import type { Schema } from '../model/schema.ts'
import { deletesFor } from '../projections/model/deletes.ts'
import { holder, type ReadPart, sourcesOf } from '../projections/open-base.ts'
import { createReadBase } from '../projections/read-base.ts'
import { relationOf } from '../projections/relation.ts'
import { openTable } from '../steps/gates.ts'
import { loadOpened } from '../steps/load.ts'
import { record } from '../steps/record.ts'
import type { Workings } from '../workings.ts'

/**
 * The files of one state of a table, as the caller may read it, on this host.
 *
 * @throws catalog.no-such-table, catalog.no-such-snapshot, catalog.projection-not-ready
 */
export async function scan(
  deps: Workings,
  caller: Caller,
  query: TableRef & { at?: At },
): Promise<Scan> {
  const gate = { action: 'glue:GetTable', permissions: ['SELECT'] as const }
  const opened = await openTable(deps, caller, query, gate)
  const { metadata, projected } = await loadOpened(deps, opened)
  const snapshot = chosen(metadata, query.at ?? {})
  const schema = schemaOf(metadata, query.at && snapshot)
  const parts = await partsOf(deps, metadata, snapshot)
  const detail = { tableId: opened.table.id, files: parts.length, projected }
  await record(deps.sql, deps, caller, { done: 'table-scanned', ref: query, detail })
  const held = holder(deps)
  try {
    const sources = sourcesOf(parts)
    const paths: string[] = []
    for (const { location } of sources) paths.push(await held.hold(location))
    return {
      schema,
      snapshotId: snapshot?.['snapshot-id'],
      committedAt: snapshot && new Date(snapshot['timestamp-ms']),
      recordCount: parts.reduce((sum, { file }) => sum + file.recordCount, 0),
      files: parts.map(({ file }) => ({ file, path: held.pathOf(file.location) })),
      paths,
      relation: await relationOf(deps, { metadata, schema, parts, pathOf: held.pathOf }),
      [Symbol.asyncDispose]: () => held[Symbol.asyncDispose](),
    }
  } catch (error) {
    await held[Symbol.asyncDispose]()
    throw error
  }
}

async function partsOf(
  deps: Workings,
  metadata: TableMetadata,
  snapshot: Snapshot | undefined,
): Promise<ReadPart[]> {
  if (!snapshot) return []
  const { data, deletes } = await createReadBase(deps, metadata)(snapshot)
  const deletesOf = deletesFor(metadata, deletes)
  return data.map((entry) => ({ file: entry.file, deletes: deletesOf(entry) }))
}

function chosen(metadata: TableMetadata, { snapshotId, asOf }: At): Snapshot | undefined {
  if (snapshotId !== undefined) {
    const snapshot = snapshotOf(metadata, snapshotId)
    if (!snapshot) throw noSuchSnapshot({ snapshot: snapshotId.toString() })
    return snapshot
  }
  // Before the first commit a table had no rows.
  return asOf === undefined ? currentSnapshot(metadata) : snapshotAt(metadata, asOf)?.snapshot
}

function schemaOf(metadata: TableMetadata, snapshot: Snapshot | undefined): Schema {
  const id = snapshot?.['schema-id']
  return metadata.schemas.find((one) => one['schema-id'] === id) ?? currentSchema(metadata)
}
