import { type Static, Type } from 'typebox'
import { InDataset } from './requests.ts'
import { DatasetRef, Done, Id, Instant } from './values.ts'

export const Announcement = Type.Object({
  id: Type.String(),
  text: Type.String(),
  from: Instant,
  until: Type.Optional(Instant),
  author: Type.String(),
})
export type Announcement = Static<typeof Announcement>

export const Deprecation = Type.Object({
  reason: Type.String(),
  /** When it is gone. */
  goesAt: Type.Optional(Instant),
  replacement: Type.Optional(DatasetRef),
})
export type Deprecation = Static<typeof Deprecation>

const text = Type.String({ minLength: 1, maxLength: 2000 })
const only = { additionalProperties: false }

const Announce = Type.Object(
  { text, from: Type.Optional(Instant), until: Type.Optional(Instant) },
  only,
)
const Deprecate = Type.Object(
  {
    reason: text,
    goesAt: Type.Optional(Instant),
    /** `database.table`, or `account/database.table` of another account. */
    replacement: Type.Optional(Type.String({ maxLength: 600 })),
  },
  only,
)
const said = Type.String({ maxLength: 2000 })
const Describe = Type.Object(
  {
    /** One sentence, for lists. */
    summary: Type.Optional(said),
    /** Who is asked about it. */
    owner: Type.Optional(said),
    /** By name; an empty text takes away what was said. */
    columns: Type.Optional(Type.Record(Type.String(), said)),
    /** The same. */
    properties: Type.Optional(Type.Record(Type.String(), said)),
  },
  only,
)

/** What owners tell of their datasets. */
export const noticeOperations = {
  describeDataset: {
    summary: 'Say what a table is, who is asked, what its columns mean',
    params: InDataset,
    body: Describe,
    answer: Done,
  },
  announceDataset: {
    summary: 'Tell the readers of a dataset something',
    params: InDataset,
    body: Announce,
    answer: Id,
  },
  withdrawAnnouncement: {
    summary: 'Take an announcement back',
    params: Type.Object({ ...InDataset.properties, id: Type.String() }),
    answer: Done,
  },
  deprecateDataset: {
    summary: 'Say that a dataset is not to be used any more, and what instead',
    params: InDataset,
    body: Deprecate,
    answer: Done,
  },
  reinstateDataset: {
    summary: 'Say that a dataset is to be used again',
    params: InDataset,
    answer: Done,
  },
}
