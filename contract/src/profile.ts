import { type Static, Type } from 'typebox'
import { InDataset } from './requests.ts'
import { Instant, LeftOut, Paging, pageOf } from './values.ts'

export const ColumnProfile = Type.Object({
  name: Type.String(),
  type: Type.String(),
  nulls: Type.Integer(),
  /** An estimate, some percent off. */
  distinct: Type.Optional(Type.Integer()),
  /** Texts of at most 80 letters. */
  min: Type.Optional(Type.String()),
  max: Type.Optional(Type.String()),
  /** Of numbers, days and moments: ranges of one width. */
  histogram: Type.Optional(
    Type.Array(Type.Object({ from: Type.String(), to: Type.String(), count: Type.Integer() })),
  ),
})
export type ColumnProfile = Static<typeof ColumnProfile>

export const Profile = Type.Object({
  snapshotId: Type.String(),
  committedAt: Instant,
  madeAt: Instant,
  rowCount: Type.Integer(),
  columns: Type.Array(ColumnProfile),
  leftOut: LeftOut,
})
export type Profile = Static<typeof Profile>

export const Profiles = pageOf(Profile)

/** What is in a table, without its rows. */
export const profileOperations = {
  getProfile: {
    summary: 'Rows, nulls, ranges and shapes of a snapshot; of the newest known without one',
    params: InDataset,
    query: Type.Object({ snapshot: Type.Optional(Type.String({ maxLength: 20 })) }),
    answer: Profile,
  },
  listProfiles: {
    summary:
      'Profiles of the snapshots that were looked at, the newest first; at most 100 are kept',
    params: InDataset,
    query: Type.Object(Paging),
    answer: Profiles,
  },
  profileDataset: {
    summary: 'Look at the newest snapshot of a dataset, however large, and at recent ones',
    params: InDataset,
    answer: Type.Object({ done: Type.Literal(true), leftOut: LeftOut }),
  },
}
