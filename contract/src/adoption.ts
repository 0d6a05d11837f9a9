import { type Static, Type } from 'typebox'
import { AccountId, Instant, pageOf } from './values.ts'

export const AdoptDataset = Type.Object(
  {
    /** `s3://bucket/prefix` */
    location: Type.String({ maxLength: 1100 }),
    account: AccountId,
    database: Type.String({ maxLength: 255 }),
    table: Type.String({ maxLength: 255 }),
    /** `auto`: folders named `key=value` are columns. */
    partitioning: Type.Optional(Type.Enum(['auto', 'none'])),
    /** Types of such columns that are not to be what the values look like. */
    types: Type.Optional(Type.Record(Type.String(), Type.String({ maxLength: 100 }))),
    /** Only say what would be made. */
    dryRun: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)

export const AdoptionState = Type.Enum([
  'queued',
  'listing',
  'reading',
  'writing',
  'done',
  'proposed',
  'failed',
  'cancelled',
])

export const Adoption = Type.Object({
  id: Type.String(),
  state: AdoptionState,
  location: Type.String(),
  account: Type.String(),
  database: Type.String(),
  table: Type.String(),
  /** Parquet files with rows, as far as is known. */
  filesFound: Type.Integer(),
  filesRead: Type.Integer(),
  filesAdded: Type.Integer(),
  rowsRead: Type.Integer(),
  /** Files that were passed over, or that changed or vanished after they were taken over. */
  notesCount: Type.Integer(),
  error: Type.Optional(Type.String()),
  snapshotId: Type.Optional(Type.String()),
  createdAt: Instant,
  endedAt: Type.Optional(Instant),
})
export type Adoption = Static<typeof Adoption>
export const Adoptions = pageOf(Adoption)

export const AdoptionDetail = Type.Object({
  ...Adoption.properties,
  columns: Type.Array(
    Type.Object({ name: Type.String(), type: Type.String(), partition: Type.Boolean() }),
  ),
  notes: Type.Array(
    Type.Object({
      state: Type.Enum(['skipped', 'changed', 'vanished']),
      location: Type.String(),
      reason: Type.String(),
    }),
  ),
})
export type AdoptionDetail = Static<typeof AdoptionDetail>
