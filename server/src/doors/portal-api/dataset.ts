import type {
  AccountRef,
  Announcement,
  Column,
  DatasetSummary,
  Deprecation,
} from '@millrace/contract'
import {
  type Dataset,
  external,
  type Field,
  type IcebergType,
  type Notices,
  type TableDescription,
  virtual,
} from '../../contexts/catalog/index.ts'
import type { TagsOfTable } from '../../contexts/governance/index.ts'
import type { AccountId, Caller } from '../../contexts/identity/index.ts'
import type { PortalApiDeps } from './deps.ts'
import type { TableFigures } from './figures.ts'

const SENTENCE_MAX = 240
/** What is code keeps its underscores, and so does a name in the middle. */
const MARKS = /`([^`]*)`|\*|\b_|_\b/g
/** Spark notes the user of its host as owner, who in a box is this one, and nobody. */
const BOX_USER = 'session'

const ACCESS: Readonly<Record<TableDescription['reading'], DatasetSummary['access']>> = {
  all: 'readable',
  part: 'partial',
  none: 'none',
}

export interface Described {
  description: TableDescription
  tags: TagsOfTable | undefined
}

/** What owners tell of datasets that were described to the caller. */
export function noticesOf(deps: PortalApiDeps, caller: Caller, tables: readonly Dataset[]) {
  const datasets = tables.map(({ accountId, database, name: table }) => ({
    ...{ accountId, database, table },
  }))
  return deps.catalog.noticesOf(caller, { datasets })
}

/** A table and its tags, as far as the caller may see them. */
export async function describe(
  deps: PortalApiDeps,
  caller: Caller,
  name: { account: string; database: string; table: string },
): Promise<Described> {
  const { account, database, table } = name
  const ref = { accountId: account as AccountId, database, table }
  const description = await deps.catalog.describeTable(caller, ref)
  const tableId = description.table.id
  const tags = await deps.governance.tagsOfTables(caller, { tableIds: [tableId] })
  return { description, tags: tags.get(tableId) }
}

export function summaryOf(
  { description, tags }: Described,
  of: {
    accountOf: (id: string) => AccountRef
    figures: TableFigures
    notices: Notices | undefined
  },
): DatasetSummary {
  const { table, snapshot, reading, properties } = description
  const { promise, state, readers } = of.figures
  const noted = properties.owner === BOX_USER ? undefined : properties.owner
  const owner = of.figures.owner ?? noted
  const said = properties.comment ?? firstSentence(table.documentation)
  return {
    id: table.id,
    account: of.accountOf(table.accountId),
    database: table.database,
    table: table.name,
    kind: kindOf(table),
    ...(said && { description: said }),
    ...(owner && { owner }),
    tags: (tags?.table ?? []).map(({ key, value }) => ({ key, value })),
    freshness: {
      state,
      changedAt: (snapshot?.committedAt ?? table.updatedAt).toISOString(),
      ...(promise && { promise }),
    },
    readersLast30Days: readers,
    ...noticesFor(of.notices, of.accountOf),
    access: ACCESS[reading],
    ...sizesOf(snapshot?.summary),
  }
}

function noticesFor(
  { announcements, deprecation }: Notices = { announcements: [] },
  accountOf: (id: string) => AccountRef,
): { announcements: Announcement[]; deprecation?: Deprecation } {
  const told = announcements.map(({ id, text, fromAt, untilAt, authorArn }) => ({
    ...{ id, text, from: fromAt.toISOString(), author: authorArn },
    ...(untilAt && { until: untilAt.toISOString() }),
  }))
  if (!deprecation) return { announcements: told }
  const { reason, goesAt, replacement } = deprecation
  const said = { reason, ...(goesAt && { goesAt: goesAt.toISOString() }) }
  if (!replacement) return { announcements: told, deprecation: said }
  const { accountId, database, table } = replacement
  const instead = { account: accountOf(accountId), database, table }
  return { announcements: told, deprecation: { ...said, replacement: instead } }
}

function kindOf(dataset: Dataset): DatasetSummary['kind'] {
  if (virtual(dataset)) return 'view'
  return external(dataset) ? 'external' : 'table'
}

function sizesOf(summary: Record<string, string> | undefined) {
  const rowCount = Number(summary?.['total-records'])
  const sizeBytes = Number(summary?.['total-files-size'])
  return {
    ...(summary?.['total-records'] && { rowCount }),
    ...(summary?.['total-files-size'] && { sizeBytes }),
  }
}

/** What opens the documentation, without its marks: for lists. */
function firstSentence(documentation: string | undefined): string | undefined {
  const paragraph = documentation?.split('\n').find((line) => line.trim() && !line.startsWith('#'))
  const plain = paragraph?.replaceAll(MARKS, (_, code = '') => code).trim()
  return plain && plain.length > SENTENCE_MAX ? `${plain.slice(0, SENTENCE_MAX)}…` : plain
}

export function columnsOf({ description, tags }: Described): Column[] {
  const { schema, access, reading, partitionSpec } = description
  const sources = new Set(partitionSpec.map((field) => field['source-id']))
  return schema.fields.map(({ id, name, required, type, doc }) => ({
    id,
    name,
    type: typeText(type),
    required,
    ...(doc && { description: doc }),
    readable: reading === 'all' || access.columns.has(id),
    partitionSource: sources.has(id),
    tags: (tags?.columns.get(id) ?? []).map(({ key, value, level }) => ({
      key,
      value,
      from: level,
    })),
  }))
}

/** Columns of types that can be neither shown nor profiled, where there are some. */
export function leftOutOf(fields: readonly Field[]) {
  if (fields.length === 0) return {}
  return { leftOut: fields.map(({ name, type }) => ({ name, type: typeText(type) })) }
}

export function typeText(type: IcebergType): string {
  if (typeof type === 'string') return type
  if (type.type === 'list') return `list<${typeText(type.element)}>`
  if (type.type === 'map') return `map<${typeText(type.key)}, ${typeText(type.value)}>`
  return `struct<${type.fields.map((f) => `${f.name}: ${typeText(f.type)}`).join(', ')}>`
}
