import type { TableAccess } from '../../governance/index.ts'
import { fieldsOf } from '../model/external-table.ts'
import type { TableDescription } from '../model/face.ts'
import { currentSchema, currentSnapshot, defaultSpec } from '../model/metadata.ts'
import { type ExternalTable, external } from '../model/table.ts'
import { type Dataset, type View, versionOf, viewSchema, virtual } from '../model/view.ts'
import type { Workings } from '../workings.ts'
import { holds, type Opened } from './gates.ts'

/** Names and types of a table or view, without the columns that are closed to the caller. */
export async function describe(
  { files, viewFiles }: Pick<Workings, 'files' | 'viewFiles'>,
  { table, access }: Opened<Dataset>,
): Promise<TableDescription> {
  if (virtual(table)) return describeView({ viewFiles }, { table, access })
  if (external(table)) return describeExternal({ table, access })
  const metadata = await files.read(table.metadataLocation)
  const schema = currentSchema(metadata)
  const less = narrow(access)
  const seen = seenBy(access)
  const snapshot = currentSnapshot(metadata)
  return {
    table,
    access,
    ...rightsOf(access),
    schema: { ...schema, fields: schema.fields.filter(({ id }) => seen(id)) },
    partitionSpec: defaultSpec(metadata).fields.filter((field) => seen(field['source-id'])),
    properties: less ? withoutColumns(metadata.properties) : metadata.properties,
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

function describeExternal({ table, access }: Opened<ExternalTable>): TableDescription {
  const seen = seenBy(access)
  const { definition } = table
  const { description, properties, partitionKeys } = definition
  const fields = fieldsOf(definition).filter(({ id }) => seen(id))
  return {
    table,
    access,
    ...rightsOf(access),
    schema: { type: 'struct', 'schema-id': 0, fields },
    partitionSpec: partitionKeys
      .filter(({ id }) => seen(id))
      .map(({ id, name }) => ({ 'source-id': id, name, transform: 'identity' })),
    properties: description === undefined ? properties : { ...properties, comment: description },
  }
}

async function describeView(
  { viewFiles }: Pick<Workings, 'viewFiles'>,
  { table, access }: Opened<View>,
): Promise<TableDescription> {
  const metadata = await viewFiles.read(table.metadataLocation)
  const schema = viewSchema(metadata)
  const seen = seenBy(access)
  const { representations } = versionOf(metadata, metadata['current-version-id'])
  return {
    table,
    access,
    ...rightsOf(access),
    schema: { ...schema, fields: schema.fields.filter(({ id }) => seen(id)) },
    partitionSpec: [],
    properties: metadata.properties,
    // The text names the columns that are hidden.
    ...(narrow(access) ? {} : { texts: representations }),
  }
}

function rightsOf(access: TableAccess): Pick<TableDescription, 'reading' | 'mayDocument'> {
  const all = holds(access, 'SELECT') ? 'all' : 'none'
  return {
    reading: narrow(access) ? 'part' : all,
    mayDocument: access.permissions.has('ALTER') || access.permissions.has('ALL'),
  }
}

const OF_COLUMNS = /\.column\.|^schema\.name-mapping/ // Iceberg: TableProperties.

/** Some properties name columns, and so would tell of hidden ones. */
function withoutColumns(properties: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !OF_COLUMNS.test(name)))
}

/** Which columns are shown, by id. */
export function seenBy(access: TableAccess): (id: number) => boolean {
  const less = narrow(access)
  return (id) => !less || access.columns.has(id)
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
