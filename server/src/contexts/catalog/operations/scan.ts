import { quoteName, quotePath } from '../../../foundation/duckdb.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { LocalFile } from '../../storage/index.ts'
import { noSuchSnapshot, notSupported } from '../errors.ts'
import { duckdbType, readSchema } from '../model/duckdb-schema.ts'
import type { At, Scan, TableRef } from '../model/face.ts'
import type { TableFile } from '../model/manifest.ts'
import {
  currentSchema,
  currentSnapshot,
  type Snapshot,
  snapshotAt,
  snapshotOf,
  type TableMetadata,
} from '../model/metadata.ts'
import { fieldsById, type Schema } from '../model/schema.ts'
import { openTable } from '../steps/gates.ts'
import { loadOpened } from '../steps/load.ts'
import { demandOwn, entriesOf, manifestsOf } from '../steps/manifests.ts'
import { record } from '../steps/record.ts'
import type { Workings } from '../workings.ts'

/**
 * The files of one state of a table, as the caller may read it, on this host.
 *
 * @throws catalog.no-such-table, catalog.no-such-snapshot, catalog.projection-not-ready,
 *   catalog.not-supported for tables with delete files
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
  const found = await filesOf(deps, metadata, snapshot)
  const detail = { tableId: opened.table.id, files: found.length, projected }
  await transaction(deps.sql, (tx) =>
    record(tx, deps, caller, { done: 'table-scanned', ref: query, detail }),
  )
  const held = await hold(deps, found)
  return {
    schema,
    snapshotId: snapshot?.['snapshot-id'],
    committedAt: snapshot && new Date(snapshot['timestamp-ms']),
    recordCount: found.reduce((sum, file) => sum + file.recordCount, 0),
    files: held.files,
    paths: held.files.map(({ path }) => path),
    relation: relationOf(
      schema,
      held.files.map(({ path }) => path),
    ),
    [Symbol.asyncDispose]: held.release,
  }
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

async function filesOf(
  deps: Workings,
  metadata: TableMetadata,
  snapshot: Snapshot | undefined,
): Promise<TableFile[]> {
  const files: TableFile[] = []
  for (const manifest of await manifestsOf(deps, metadata, snapshot)) {
    if (manifest.content === 'deletes' && manifest.addedFiles + manifest.existingFiles > 0)
      throw notSupported({ what: 'reading a table with delete files' })
    for (const { file } of await entriesOf(deps, metadata, manifest)) {
      demandOwn(metadata.location, file.location)
      if (file.format !== 'PARQUET') throw notSupported({ what: `the format ${file.format}` })
      files.push(file)
    }
  }
  if (files.length > 0) demandSameNestedNames(metadata)
  return files
}

/** DuckDB finds nested columns by name, not by field id: a renamed one would be NULL. */
function demandSameNestedNames({ schemas }: TableMetadata): void {
  const names = new Map<number, string>()
  for (const schema of schemas) {
    const top = new Set(schema.fields.map(({ id }) => id))
    for (const [id, { name }] of fieldsById(schema)) {
      if (top.has(id)) continue
      if ((names.get(id) ?? name) !== name)
        throw notSupported({ what: 'reading a table with a renamed nested column' })
      names.set(id, name)
    }
  }
}

async function hold({ storage }: Workings, found: readonly TableFile[]) {
  const held: LocalFile[] = []
  const release = async () => {
    for (const local of held) await local[Symbol.asyncDispose]()
  }
  try {
    const files: { path: string; file: TableFile }[] = []
    for (const file of found) {
      const local = await storage.localFile(file.location)
      held.push(local)
      files.push({ path: local.path, file })
    }
    return { files, release }
  } catch (error) {
    await release()
    throw error
  }
}

function relationOf(schema: Schema, paths: readonly string[]): string {
  if (paths.length === 0) {
    const columns = schema.fields.map(
      ({ name, type }) => `CAST(NULL AS ${duckdbType(type)}) AS ${quoteName(name)}`,
    )
    return `(SELECT ${columns.join(', ')} WHERE false)`
  }
  const files = `[${paths.map(quotePath).join(', ')}]`
  return `read_parquet(${files}, schema = ${readSchema(schema)}, hive_partitioning = false)`
}
