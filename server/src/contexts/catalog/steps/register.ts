import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { GovernedColumn } from '../../governance/index.ts'
import { fieldsOf } from '../model/external-table.ts'
import { currentSchema, type TableMetadata } from '../model/metadata.ts'
import type { Field } from '../model/schema.ts'
import { searchEntry } from '../model/search-entry.ts'
import { type ExternalTable, external, type Table, type TableEntry } from '../model/table.ts'
import { type Dataset, type View, type ViewMetadata, viewSchema, virtual } from '../model/view.ts'
import { putSearchEntry } from '../store/search-entries.ts'
import type { Workings } from '../workings.ts'

/** What a table looks like to governance and to the search. */
interface Looks {
  fields: readonly Field[]
  /** Ids of the columns that it is divided by. */
  sources: ReadonlySet<number>
  /** Ids of columns of before. */
  past?: readonly number[]
  comment: string | undefined
}

/** Tells governance and the search what the table is now, in the transaction of the change. */
export function registerTable(
  deps: Workings,
  tx: SqlTransaction,
  table: Table,
  metadata: TableMetadata,
): Promise<void> {
  return register(deps, tx, table, icebergLooks(metadata))
}

export function registerExternal(
  deps: Workings,
  tx: SqlTransaction,
  table: ExternalTable,
): Promise<void> {
  return register(deps, tx, table, externalLooks(table))
}

export function registerView(
  deps: Workings,
  tx: SqlTransaction,
  view: View,
  metadata: ViewMetadata,
): Promise<void> {
  return register(deps, tx, view, viewLooks(metadata))
}

/** Tells the search alone, where governance knows all of it. */
export async function putWords(
  deps: Pick<Workings, 'files' | 'viewFiles'>,
  tx: SqlTransaction,
  dataset: Dataset,
): Promise<void> {
  await putSearchEntry(tx, searchEntry(dataset, await looksOf(deps, dataset)))
}

async function looksOf(
  { files, viewFiles }: Pick<Workings, 'files' | 'viewFiles'>,
  dataset: Dataset,
): Promise<Looks> {
  if (virtual(dataset)) return viewLooks(await viewFiles.read(dataset.metadataLocation))
  if (external(dataset)) return externalLooks(dataset)
  return icebergLooks(await files.read(dataset.metadataLocation))
}

async function register(
  { governance }: Workings,
  tx: SqlTransaction,
  table: TableEntry,
  looks: Looks,
): Promise<void> {
  const { id, databaseId, name, location, creatorArn } = table
  await governance.registerTable(tx, {
    ...{ id, databaseId, name, creatorArn },
    ...(location === '' ? {} : { location }),
    columns: looks.fields.map((field) => columnOf(field, looks)),
    ...(looks.past && { past: looks.past }),
  })
  await putSearchEntry(tx, searchEntry(table, looks))
}

/** With the fields of structs; elements of lists and maps choose no rows. */
function columnOf({ id, name, type }: Field, looks: Looks): GovernedColumn {
  const column = { id, name, partitionSource: looks.sources.has(id) }
  if (typeof type === 'string') return { ...column, type }
  if (type.type !== 'struct') return { ...column, type: type.type }
  return { ...column, type: 'struct', fields: type.fields.map((field) => columnOf(field, looks)) }
}

function icebergLooks(metadata: TableMetadata): Looks {
  const fields = metadata['partition-specs'].flatMap((spec) => spec.fields)
  return {
    fields: currentSchema(metadata).fields,
    past: metadata.schemas.flatMap((schema) => schema.fields.map(({ id }) => id)),
    sources: new Set(fields.map((field) => field['source-id'])),
    comment: metadata.properties.comment,
  }
}

function viewLooks(metadata: ViewMetadata): Looks {
  const { comment } = metadata.properties
  return { fields: viewSchema(metadata).fields, sources: new Set(), comment }
}

function externalLooks({ definition }: ExternalTable): Looks {
  return {
    fields: fieldsOf(definition),
    sources: new Set(definition.partitionKeys.map(({ id }) => id)),
    comment: definition.description,
  }
}
