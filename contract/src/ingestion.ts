import { type Static, Type } from 'typebox'
import { VendorInbox } from './pushing.ts'
import { DatasetRef, Day, Instant, pageOf } from './values.ts'

export const Vendor = Type.Object({
  id: Type.String(),
  name: Type.String(),
  stage: Type.Enum(['prospect', 'agreement', 'closed']),
  /** ARN of who looks after it. */
  owner: Type.Optional(Type.String()),
  nextStep: Type.Optional(Type.String()),
  feeds: Type.Optional(Type.Integer()),
  /** ARN. */
  seenBy: Type.Optional(Type.String()),
  seenAt: Type.Optional(Instant),
})
export type Vendor = Static<typeof Vendor>
export const Vendors = pageOf(Vendor)

export const Feed = Type.Object({
  id: Type.String(),
  name: Type.String(),
  vendorId: Type.Optional(Type.String()),
  vendor: Type.Optional(Type.String()),
  /** How it is fetched, where it is. */
  method: Type.Optional(Type.Enum(['s3', 'https', 'ftp', 'sftp'])),
  direction: Type.Optional(Type.Enum(['pull', 'push'])),
  /** In words: `daily, complete before 06:00 UTC`. */
  schedule: Type.String(),
  dataset: Type.Optional(DatasetRef),
  simulated: Type.Boolean(),
  /** Nothing is fetched and nothing expected. */
  paused: Type.Boolean(),
  /** Why the last look at the vendor's side failed. */
  lastError: Type.Optional(Type.String()),
})
export type Feed = Static<typeof Feed>
export const Feeds = pageOf(Feed)

export const VendorDetail = Type.Object({
  ...Vendor.properties,
  contacts: Type.Array(
    Type.Object({ name: Type.String(), address: Type.String(), role: Type.String() }),
  ),
  agreement: Type.Optional(
    Type.Object({
      id: Type.String(),
      agreedAt: Instant,
      licence: Type.String(),
      terms: Type.Array(Type.Object({ name: Type.String(), text: Type.String() })),
      /** Where the vendor pushes, and with which key. */
      inbox: Type.Optional(VendorInbox),
    }),
  ),
  feedList: Type.Array(Feed),
  /** Given up by hand. */
  closed: Type.Boolean(),
  /** Trials of its data that were decided, the newest first. */
  verdicts: Type.Array(
    Type.Object({
      trialId: Type.String(),
      title: Type.String(),
      decidedAt: Instant,
      verdict: Type.String(),
    }),
  ),
  /** Datasets that are there, whose words name it; those that the caller may find. */
  related: Type.Array(DatasetRef),
})
export type VendorDetail = Static<typeof VendorDetail>

export const DeliveryState = Type.Enum([
  'expected',
  'late',
  'missing',
  'fetching',
  'landed',
  'loaded',
  'quarantined',
  'rejected',
])
export type DeliveryState = Static<typeof DeliveryState>

export const Calendar = Type.Object({
  from: Day,
  to: Day,
  feeds: Type.Array(
    Type.Object({
      feed: Feed,
      days: Type.Array(
        Type.Object({
          day: Day,
          state: DeliveryState,
          deliveryId: Type.String(),
          vintages: Type.Integer(),
          sizeBytes: Type.Optional(Type.Integer()),
          lagMinutes: Type.Optional(Type.Number()),
        }),
      ),
    }),
  ),
})
export type Calendar = Static<typeof Calendar>

/** One line of a feed's history, without the inside of its vintages. */
export const FeedDelivery = Type.Object({
  id: Type.String(),
  /** A day, a month, or `once`. */
  slice: Type.String(),
  state: DeliveryState,
  vintages: Type.Integer(),
  rowCount: Type.Optional(Type.Integer()),
})
export type FeedDelivery = Static<typeof FeedDelivery>
export const FeedDeliveries = pageOf(FeedDelivery)

export const Vintage = Type.Object({
  number: Type.Integer(),
  state: DeliveryState,
  /** Of its feed, by which it was judged. */
  feedVersion: Type.Optional(Type.Integer()),
  publishedAt: Type.Optional(Instant),
  landedAt: Instant,
  availableAt: Type.Optional(Instant),
  rowCount: Type.Optional(Type.Integer()),
  quarantinedRows: Type.Optional(Type.Integer()),
  files: Type.Array(
    Type.Object({
      name: Type.String(),
      sizeBytes: Type.Integer(),
      sha256: Type.String(),
      location: Type.String(),
    }),
  ),
  checks: Type.Array(
    Type.Object({
      name: Type.String(),
      outcome: Type.Enum(['passed', 'failed', 'warned', 'skipped']),
      detail: Type.String(),
    }),
  ),
})
export type Vintage = Static<typeof Vintage>

export const Delivery = Type.Object({
  id: Type.String(),
  feed: Feed,
  day: Day,
  state: DeliveryState,
  expectedAt: Type.Optional(Instant),
  /** Newest first; old vintages are kept. */
  vintages: Type.Array(Vintage),
})
export type Delivery = Static<typeof Delivery>

export const QuarantineItem = Type.Object({
  id: Type.String(),
  deliveryId: Type.String(),
  feed: Type.String(),
  vendor: Type.Optional(Type.String()),
  day: Day,
  vintage: Type.Integer(),
  quarantinedAt: Instant,
  state: Type.Enum(['open', 'released', 'rejected', 'superseded']),
  reasons: Type.Array(
    Type.Object({ code: Type.String(), text: Type.String(), count: Type.Integer() }),
  ),
  decidedBy: Type.Optional(Type.String()),
  decidedAt: Type.Optional(Instant),
  note: Type.Optional(Type.String()),
})
export type QuarantineItem = Static<typeof QuarantineItem>
export const QuarantineItems = pageOf(QuarantineItem)

export const QuarantineDetail = Type.Object({
  ...QuarantineItem.properties,
  samples: Type.Array(
    Type.Object({
      file: Type.String(),
      line: Type.Optional(Type.Integer()),
      column: Type.Optional(Type.String()),
      reason: Type.String(),
      content: Type.Optional(Type.String()),
    }),
  ),
  mayDecide: Type.Boolean(),
})
export type QuarantineDetail = Static<typeof QuarantineDetail>

export const DecideQuarantine = Type.Object(
  {
    decision: Type.Enum(['release', 'reject']),
    note: Type.String({ minLength: 3, maxLength: 2000 }),
  },
  { additionalProperties: false },
)
export type DecideQuarantine = Static<typeof DecideQuarantine>
