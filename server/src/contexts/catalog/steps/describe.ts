import type { TableAccess } from '../../governance/index.ts'
import { metadataMissing, unreadableFile } from '../errors.ts'
import { fieldsOf } from '../model/external-table.ts'
import type { TableDescription } from '../model/face.ts'
import {
  currentSchema,
  currentSnapshot,
  defaultSpec,
  type TableMetadata,
} from '../model/metadata.ts'
import { type ExternalTable, external } from '../model/table.ts'
import { type Dataset, type View, versionOf, viewSchema, virtual } from '../model/view.ts'
import type { Workings } from '../workings.ts'
import { holds, type Opened } from './gates.ts'

/**
 * As `describe`, among others: a table whose metadata is gone or broken must not hide these. It is
 * told without columns, and why.
 */
export async function describeListed(
  deps: Pick<Workings, 'files' | 'viewFiles'>,
  opened: Opened<Dataset>,
): Promise<TableDescription> {
  try {
    return await describe(deps, opened)
  } catch (error) {
    if (!metadataMissing.matches(error) && !unreadableFile.matches(error)) throw error
    return unreadable(opened, error instanceof Error ? error.message : '')
  }
}

function unreadable({ table, access }: Opened<Dataset>, reason: string): TableDescription {
  return {
    table,
    access,
    ...rightsOf(access),
    schema: { type: 'struct', 'schema-id': 0, fields: [] },
    partitionSpec: [],
    properties: seesLess(access) ? {} : { 'millrace.unreadable': reason },
  }
}

/** Names and types of a table or view, without the columns that are closed to the caller. */
export async function describe(
  { files, viewFiles }: Pick<Workings, 'files' | 'viewFiles'>,
  { table, access }: Opened<Dataset>,
): Promise<TableDescription> {
  if (virtual(table)) return describeView({ viewFiles }, { table, access })
  if (external(table)) return describeExternal({ table, access })
  const metadata = await files.read(table.metadataLocation)
  const schema = currentSchema(metadata)
  const less = seesLess(access)
  const seen = seenBy(access)
  const snapshot = currentSnapshot(metadata)
  return {
    table,
    access,
    ...rightsOf(access),
    schema: { ...schema, fields: schema.fields.filter(({ id }) => seen(id)) },
    partitionSpec: defaultSpec(metadata).fields.filter((field) => seen(field['source-id'])),
    properties: less
      ? openProperties(metadata.properties, everyField(metadata), seen)
      : metadata.properties,
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
  const all = fieldsOf(definition)
  const fields = all.filter(({ id }) => seen(id))
  const told = description === undefined ? properties : { ...properties, comment: description }
  return {
    table,
    access,
    ...rightsOf(access),
    schema: { type: 'struct', 'schema-id': 0, fields },
    partitionSpec: partitionKeys
      .filter(({ id }) => seen(id))
      .map(({ id, name }) => ({ 'source-id': id, name, transform: 'identity' })),
    properties: seesLess(access) ? openProperties(told, all, seen) : told,
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
    ...(seesLess(access) ? {} : { texts: representations }),
  }
}

function rightsOf(access: TableAccess): Pick<TableDescription, 'reading' | 'mayDocument'> {
  const all = holds(access, 'SELECT') ? 'all' : 'none'
  return {
    reading: narrow(access) ? 'part' : all,
    mayDocument: access.permissions.has('ALTER') || access.permissions.has('ALL'),
  }
}

/** Those of before, too. */
function everyField({ schemas }: TableMetadata) {
  return schemas.flatMap(({ fields }) => fields)
}

// Iceberg: TableProperties. Athena User Guide, "Partition projection": values of partitions.
const OF_COLUMNS = /\.column\.|^schema\.name-mapping|^projection\./

/** Without what tells of columns that are hidden, or of rows. */
function openProperties(
  properties: Record<string, string>,
  fields: readonly { id: number; name: string }[],
  seen: (id: number) => boolean,
): Record<string, string> {
  const names = fields.filter(({ id }) => !seen(id)).map(({ name }) => name.toLowerCase())
  const telling = (text: string) => names.some((name) => text.toLowerCase().includes(name))
  return Object.fromEntries(
    Object.entries(properties).filter(
      ([name, value]) => !OF_COLUMNS.test(name) && !telling(name) && !telling(value),
    ),
  )
}

/** Which columns are shown, by id. */
export function seenBy(access: TableAccess): (id: number) => boolean {
  if (!seesLess(access)) return () => true
  const shown = shownTo(access)
  return (id) => shown.has(id)
}

/** Who reads a part is shown that part (D-3), who may only DESCRIBE what that is on. */
export function shownTo(access: TableAccess): ReadonlySet<number> {
  return holds(access, 'SELECT') ? access.columns : access.described
}

/** Is only a part of the table shown? */
export function seesLess(access: TableAccess): boolean {
  if (access.iamOnly) return false
  return holds(access, 'SELECT') ? access.restricted : access.partlyDescribed === true
}

/** Is only a part of the table read? */
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
