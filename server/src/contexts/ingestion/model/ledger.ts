import type { Connection } from '../model/connection.ts'
import type { FeedDefinition } from './feed.ts'

/** A prospect until there is an agreement. */
export interface Vendor {
  id: string
  accountId: string
  name: string
  contacts: readonly { name: string; address: string }[]
  createdAt: Date
  /** ARN; null for those of before, as is the owner. */
  seenBy: string | null
  /** Who looks after it: an ARN. */
  owner: string | null
  nextStep: string | null
  /** Given up, until it is taken up again. */
  closedAt: Date | null
}

export interface Licence {
  users?: string
  purposes?: string
  retention?: string
  cost?: string
}

export interface Agreement {
  id: string
  vendorId: string
  connection: Connection
  licence: Licence
  /** From then on nothing is fetched, and nobody reads the tables that it has filled. */
  endsAt: Date | null
  createdAt: Date
}

/** What a person writes down of a feed, and changes. */
export interface FeedDocument {
  name: string
  agreementId: string
  /** What the feed works as; it must trust `ingestion.millrace`. */
  roleArn: string
  definition: FeedDefinition
}

export interface Feed extends FeedDocument {
  id: string
  accountId: string
  /** Counts its changes, from 1. */
  version: number
  state: 'active' | 'paused'
  /** The vendor's present where its calendar is played. */
  playedAt: Date | null
  collectedAt: Date | null
  /** Of the last look at the vendor's side. */
  lastError: string | null
  /** Why what has landed could not be loaded at the last try. */
  loadError: string | null
  createdAt: Date
}

/** What a feed was from then on, until the next. */
export interface FeedVersion extends Omit<FeedDocument, 'name'> {
  feedId: string
  version: number
  /** Null: made before versions were kept. */
  changedBy: string | null
  changedAt: Date
}

export type DeliveryState = 'expected' | 'landed' | 'loaded' | 'quarantined' | 'rejected'

export interface Delivery {
  id: string
  feedId: string
  slice: string
  state: DeliveryState
  expectedAt: Date | null
  deadlineAt: Date | null
  /** By the calendar's clock. */
  arrivedAt: Date | null
  /** By the real clock. */
  overdueAt: Date | null
  currentVintage: number | null
}

export type VintageState =
  | 'landed'
  | 'loading'
  | 'loaded'
  | 'quarantined'
  | 'rejected'
  | 'superseded'

export interface Vintage {
  id: number
  deliveryId: string
  feedId: string
  number: number
  sha256: string
  state: VintageState
  landingLocation: string
  sizeBytes: number
  publishedAt: Date
  /** The publication clock was played by the vendor, not real. */
  publicationPlayed: boolean
  landedAt: Date
  availableAt: Date | null
  supersededAt: Date | null
  batchId: string | null
  snapshotId: string | null
  rowsLoaded: number | null
  rowsRejected: number | null
  acceptedBy: string | null
  /** The version of its feed under which it was judged; null: it was not yet. */
  feedVersion: number | null
}
