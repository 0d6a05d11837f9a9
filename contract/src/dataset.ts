import { type Static, Type } from 'typebox'
import { Announcement, Deprecation } from './notices.ts'
import { AccountRef, Day, Instant, LeftOut, pageOf, Tag } from './values.ts'

export const Freshness = Type.Object({
  state: Type.Enum(['fresh', 'late', 'unknown']),
  changedAt: Type.Optional(Instant),
  /** The owner's words: `every day before 06:00 UTC`. */
  promise: Type.Optional(Type.String()),
})
export type Freshness = Static<typeof Freshness>

export const DatasetSummary = Type.Object({
  id: Type.String(),
  account: AccountRef,
  database: Type.String(),
  table: Type.String(),
  kind: Type.Enum(['table', 'external', 'view']),
  description: Type.Optional(Type.String()),
  owner: Type.Optional(Type.String()),
  tags: Type.Array(Tag),
  freshness: Type.Optional(Freshness),
  /** What the caller may read: all of it, a part of its rows or columns, or nothing. */
  access: Type.Enum(['readable', 'partial', 'none']),
  rowCount: Type.Optional(Type.Integer()),
  sizeBytes: Type.Optional(Type.Integer()),
  readersLast30Days: Type.Optional(Type.Integer()),
  deprecation: Type.Optional(Deprecation),
  /** Those that are not over, the next first. */
  announcements: Type.Array(Announcement),
})
export type DatasetSummary = Static<typeof DatasetSummary>

export const Facet = Type.Object({
  key: Type.String(),
  label: Type.String(),
  values: Type.Array(Type.Object({ value: Type.String(), count: Type.Integer() })),
})
export type Facet = Static<typeof Facet>

export const DatasetSearch = Type.Object({
  items: Type.Array(DatasetSummary),
  nextCursor: Type.Optional(Type.String()),
  total: Type.Optional(Type.Integer()),
  facets: Type.Array(Facet),
})
export type DatasetSearch = Static<typeof DatasetSearch>

/** One thing of any kind that a search found; `path` is a portal path. */
export const Hit = Type.Object({
  kind: Type.Enum(['dataset', 'trial', 'pipeline', 'vendor', 'feed', 'account']),
  title: Type.String(),
  detail: Type.Optional(Type.String()),
  path: Type.String(),
})
export type Hit = Static<typeof Hit>
export const Hits = pageOf(Hit)

export const Column = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  type: Type.String(),
  required: Type.Boolean(),
  description: Type.Optional(Type.String()),
  readable: Type.Boolean(),
  partitionSource: Type.Boolean(),
  tags: Type.Array(
    Type.Object({
      key: Type.String(),
      value: Type.String(),
      from: Type.Enum(['column', 'table', 'database']),
    }),
  ),
})
export type Column = Static<typeof Column>

export const Documentation = Type.Object({
  markdown: Type.String(),
  updatedAt: Type.Optional(Instant),
  updatedBy: Type.Optional(Type.String()),
})

export const Dataset = Type.Object({
  ...DatasetSummary.properties,
  columns: Type.Array(Column),
  /** How many columns are closed to the caller, where they may know. */
  columnsHidden: Type.Optional(Type.Integer()),
  /** The row restriction in words, when the caller has one. */
  rowFilter: Type.Optional(Type.String()),
  documentation: Type.Optional(Documentation),
  licence: Type.Optional(Type.String()),
  /** As engines set them, but for what is said elsewhere here. */
  properties: Type.Record(Type.String(), Type.String()),
  location: Type.Optional(Type.String()),
  createdAt: Type.Optional(Instant),
  /** True where the content is a replay and not a live source. */
  simulated: Type.Optional(Type.Boolean()),
  /** What a view says, a text for each dialect of SQL. */
  texts: Type.Optional(Type.Array(Type.Object({ dialect: Type.String(), sql: Type.String() }))),
  mayDocument: Type.Boolean(),
})
export type Dataset = Static<typeof Dataset>

export const Preview = Type.Object({
  /** Whose rights counted. */
  principal: Type.String(),
  columns: Type.Array(Type.Object({ name: Type.String(), type: Type.String() })),
  rows: Type.Array(Type.Array(Type.Union([Type.String(), Type.Null()]))),
  columnsHidden: Type.Optional(Type.Integer()),
  rowFilter: Type.Optional(Type.String()),
  leftOut: LeftOut,
})
export type Preview = Static<typeof Preview>

export const Snapshot = Type.Object({
  id: Type.String(),
  committedAt: Instant,
  operation: Type.String(),
  addedRows: Type.Optional(Type.Integer()),
  removedRows: Type.Optional(Type.Integer()),
  totalRows: Type.Optional(Type.Integer()),
})
export type Snapshot = Static<typeof Snapshot>
export const Snapshots = pageOf(Snapshot)

/** One state of a dataset, and how engines are asked for it. */
export const AsOf = Type.Object({
  snapshotId: Type.String(),
  /** From when on readers could have it. */
  availableAt: Instant,
  spark: Type.String(),
  duckdb: Type.String(),
  pyiceberg: Type.String(),
})
export type AsOf = Static<typeof AsOf>

export const Usage = Type.Object({
  from: Day,
  to: Day,
  readers: Type.Array(
    Type.Object({
      principal: Type.String(),
      account: AccountRef,
      reads: Type.Integer(),
      lastReadAt: Instant,
    }),
  ),
  /** People whose names are not the caller's to know. */
  unnamedReaders: Type.Integer(),
  byDay: Type.Array(Type.Object({ day: Day, reads: Type.Integer(), readers: Type.Integer() })),
})
export type Usage = Static<typeof Usage>
