import type { TableRef } from '../catalog/index.ts'
import type { Caller, Origin } from '../identity/index.ts'
import type { Proposal } from './content/sample.ts'
import type { IngestionDeps } from './deps.ts'
import type { Agreement, Feed, FeedVersion, Vendor } from './model/ledger.ts'
import { acceptVintage } from './operations/accept-vintage.ts'
import { type ApplyFeed, applyFeed } from './operations/apply-feed.ts'
import { type Arrival, arrivalsOf } from './operations/arrivals-of.ts'
import { type AsOf, asOf } from './operations/as-of.ts'
import { collectFeed } from './operations/collect-feed.ts'
import { type CreateAgreement, createAgreement } from './operations/create-agreement.ts'
import { createFeed } from './operations/create-feed.ts'
import { type CreateVendor, createVendor } from './operations/create-vendor.ts'
import { endAgreement } from './operations/end-agreement.ts'
import { endEvaluation } from './operations/end-evaluation.ts'
import { enterInbox, type InboxEntrance } from './operations/enter-inbox.ts'
import { findVendors } from './operations/find-vendors.ts'
import { type DeliveryDays, getCalendar } from './operations/get-calendar.ts'
import { getDelivery } from './operations/get-delivery.ts'
import { getFeed } from './operations/get-feed.ts'
import { getWrittenFeed, type WrittenState } from './operations/get-written-feed.ts'
import { listAgreements } from './operations/list-agreements.ts'
import { listDeliveries } from './operations/list-deliveries.ts'
import { listFeedVersions } from './operations/list-feed-versions.ts'
import { listFeeds } from './operations/list-feeds.ts'
import { listQuarantine, type Quarantined } from './operations/list-quarantine.ts'
import { listVendors } from './operations/list-vendors.ts'
import { loadWaiting } from './operations/load-waiting.ts'
import { openTo } from './operations/open-to.ts'
import { pauseFeed } from './operations/pause-feed.ts'
import { planFeed } from './operations/plan-feed.ts'
import { playCalendar } from './operations/play-calendar.ts'
import { rejectVintage } from './operations/reject-vintage.ts'
import { renewKey } from './operations/renew-key.ts'
import { replayVintage } from './operations/replay-vintage.ts'
import { sampleFile } from './operations/sample-file.ts'
import { type Source, sourcesOf } from './operations/sources-of.ts'
import { type Listed, tryConnection } from './operations/try-connection.ts'
import { type UpdateVendor, updateVendor } from './operations/update-vendor.ts'
import { watchDeliveries } from './operations/watch-deliveries.ts'
import type { DeliveryRecord } from './steps/delivery-records.ts'
import type { FeedPlan } from './steps/planned-feed.ts'
import type { Tried, TriedSource } from './steps/tried-source.ts'
import { createTurns } from './steps/turns.ts'
import type { VendorInbox } from './steps/vendor-inbox.ts'
import type { VendorKey } from './steps/vendor-key.ts'
import type { WrittenFeed } from './steps/wanted-feed.ts'

export { sshKeySha256 } from './adapters/ssh-keys.ts'
export type { Proposal } from './content/sample.ts'
export type { IngestionDeps } from './deps.ts'
export { ingestionJobs, startIngestion } from './jobs.ts'
export { dayOfSlice } from './model/calendar.ts'
export type { Connection, ConnectionSecret, Fetching } from './model/connection.ts'
export {
  createDaysOff,
  type DaysOff,
  type RestingDays,
  restingProblem,
  restingText,
} from './model/days-off.ts'
export type { Column, ColumnType, DeliveryCalendar, FeedDefinition } from './model/feed.ts'
export type { Finding, Sample } from './model/finding.ts'
export { type Inbox, inboxOf } from './model/inbox.ts'
export type {
  Agreement,
  Delivery,
  Feed,
  FeedDocument,
  FeedVersion,
  Licence,
  Vendor,
  Vintage,
} from './model/ledger.ts'
export type { RemoteFile } from './model/listing.ts'
export { vendorStage } from './model/quarantine.ts'
export type { ApplyFeed } from './operations/apply-feed.ts'
export type { Arrival } from './operations/arrivals-of.ts'
export type { AsOf } from './operations/as-of.ts'
export type { CreateAgreement } from './operations/create-agreement.ts'
export type { InboxEntrance } from './operations/enter-inbox.ts'
export type { WrittenState } from './operations/get-written-feed.ts'
export type { Quarantined } from './operations/list-quarantine.ts'
export type { Source } from './operations/sources-of.ts'
export type { Listed } from './operations/try-connection.ts'
export type { ConnectionProblem } from './steps/connection-problem.ts'
export type { DeliveryRecord } from './steps/delivery-records.ts'
export type { FeedPlan } from './steps/planned-feed.ts'
export type { Tried, TriedSource } from './steps/tried-source.ts'
export type { InboxEntry, VendorInbox } from './steps/vendor-inbox.ts'
export type { VendorKey } from './steps/vendor-key.ts'
export type { WrittenFeed } from './steps/wanted-feed.ts'

/**
 * Announces, when it has happened: `ingestion.delivery-landed`, `ingestion.delivery-loaded`
 * (`{ feedId, deliveryId, slice, vintageId, number, snapshotId, rows, tableId, accountId, database,
 * table }`; `number` > 1: resent), `ingestion.delivery-quarantined` (`reasons`) and
 * `ingestion.delivery-overdue` (`feed`, `expectedAt`, `deadlineAt`, `played`, `target`, `owner`,
 * `targets`).
 */
export interface Ingestion {
  /** Has the caller a use for vendors and deliveries? */
  openTo(caller: Caller): Promise<boolean>
  createVendor(caller: Caller, command: CreateVendor): Promise<Vendor>
  updateVendor(caller: Caller, command: UpdateVendor): Promise<void>
  listVendors(caller: Caller): Promise<Vendor[]>
  findVendors(caller: Caller, query: { text: string; countMax: number }): Promise<Vendor[]>
  createAgreement(
    caller: Caller,
    command: CreateAgreement,
  ): Promise<Agreement & { key?: VendorKey }>
  renewKey(
    caller: Caller,
    command: { agreementId: string; sshKeys?: readonly string[] },
  ): Promise<VendorKey>
  endAgreement(caller: Caller, command: { agreementId: string; endsAt?: Date }): Promise<void>
  listAgreements(caller: Caller): Promise<Agreement[]>
  /** Of a vendor who pushes, by the SFTP landing. */
  enterInbox(entrance: InboxEntrance, from: Origin): Promise<VendorInbox | undefined>
  createFeed(caller: Caller, command: WrittenFeed): Promise<Feed>
  /** Before there is a feed: nothing is kept of it. */
  tryConnection(
    caller: Caller,
    command: TriedSource & { after?: string; size?: number },
  ): Promise<Tried<Listed>>
  sampleFile(
    caller: Caller,
    command: TriedSource & { path: string; zone?: string },
  ): Promise<Tried<Proposal>>
  /** By its id or name; of the caller’s own account alone. */
  getWrittenFeed(caller: Caller, query: { feed: string }): Promise<WrittenState>
  planFeed(caller: Caller, command: WrittenFeed): Promise<FeedPlan>
  applyFeed(caller: Caller, command: ApplyFeed): Promise<{ feed: Feed; changed: boolean }>
  listFeedVersions(
    caller: Caller,
    query: { feedId: string; before?: number; size?: number },
  ): Promise<{ items: FeedVersion[]; next?: number }>
  listFeeds(caller: Caller): Promise<Feed[]>
  getFeed(caller: Caller, query: { feedId: string }): Promise<Feed>
  pauseFeed(caller: Caller, command: { feedId: string; paused: boolean }): Promise<void>
  endEvaluation(caller: Caller, command: { feedId: string; reason: string }): Promise<void>
  listDeliveries(
    caller: Caller,
    query: { feedId: string; quarantined?: boolean },
  ): Promise<DeliveryRecord[]>
  getDelivery(caller: Caller, query: { deliveryId: string }): Promise<DeliveryRecord>
  getCalendar(
    caller: Caller,
    query: { from?: string | undefined; to?: string | undefined },
  ): Promise<DeliveryDays>
  listQuarantine(
    caller: Caller,
    query: { vintageId?: number; before?: number; size?: number },
  ): Promise<{ items: Quarantined[]; next?: number }>
  acceptVintage(caller: Caller, command: { vintageId: number; reason: string }): Promise<void>
  rejectVintage(caller: Caller, command: { vintageId: number; reason: string }): Promise<void>
  replayVintage(caller: Caller, command: { vintageId: number }): Promise<void>
  playCalendar(caller: Caller, command: { feedId: string; playedAt: Date }): Promise<void>
  /** Of tables that the caller may DESCRIBE. */
  sourcesOf(caller: Caller, query: { tables: readonly TableRef[] }): Promise<Source[]>
  asOf(caller: Caller, query: TableRef & { instant: Date }): Promise<AsOf | undefined>

  /** What the jobs do, for whoever cannot wait: without a gate, the platform's own work. */
  collectFeed(feedId: string): Promise<{ landed: number }>
  loadWaiting(feedId: string): Promise<{ loaded: number; quarantined: number }>
  watchDeliveries(): Promise<{ overdue: number }>
  arrivalsOf(query: Parameters<typeof arrivalsOf>[1]): Promise<Arrival[]>
}

/** Of an account, at once. */
const TRIES_MAX = 2

export function createIngestion(deps: IngestionDeps): Ingestion {
  const trying = { ...deps, turns: createTurns(TRIES_MAX) }
  return {
    openTo: (caller) => openTo(deps, caller),
    createVendor: (caller, command) => createVendor(deps, caller, command),
    updateVendor: (caller, command) => updateVendor(deps, caller, command),
    listVendors: (caller) => listVendors(deps, caller),
    findVendors: (caller, query) => findVendors(deps, caller, query),
    createAgreement: (caller, command) => createAgreement(deps, caller, command),
    renewKey: (caller, command) => renewKey(deps, caller, command),
    endAgreement: (caller, command) => endAgreement(deps, caller, command),
    listAgreements: (caller) => listAgreements(deps, caller),
    enterInbox: (entrance, from) => enterInbox(deps, entrance, from),
    createFeed: (caller, command) => createFeed(deps, caller, command),
    getWrittenFeed: (caller, query) => getWrittenFeed(deps, caller, query),
    tryConnection: (caller, command) => tryConnection(trying, caller, command),
    sampleFile: (caller, command) => sampleFile(trying, caller, command),
    planFeed: (caller, command) => planFeed(deps, caller, command),
    applyFeed: (caller, command) => applyFeed(deps, caller, command),
    listFeedVersions: (caller, query) => listFeedVersions(deps, caller, query),
    listFeeds: (caller) => listFeeds(deps, caller),
    getFeed: (caller, query) => getFeed(deps, caller, query),
    pauseFeed: (caller, command) => pauseFeed(deps, caller, command),
    endEvaluation: (caller, command) => endEvaluation(deps, caller, command),
    listDeliveries: (caller, query) => listDeliveries(deps, caller, query),
    getDelivery: (caller, query) => getDelivery(deps, caller, query),
    getCalendar: (caller, query) => getCalendar(deps, caller, query),
    listQuarantine: (caller, query) => listQuarantine(deps, caller, query),
    acceptVintage: (caller, command) => acceptVintage(deps, caller, command),
    rejectVintage: (caller, command) => rejectVintage(deps, caller, command),
    replayVintage: (caller, command) => replayVintage(deps, caller, command),
    playCalendar: (caller, command) => playCalendar(deps, caller, command),
    sourcesOf: (caller, query) => sourcesOf(deps, caller, query),
    asOf: (caller, query) => asOf(deps, caller, query),
    collectFeed: (feedId) => collectFeed(deps, feedId),
    loadWaiting: (feedId) => loadWaiting(deps, feedId),
    watchDeliveries: () => watchDeliveries(deps),
    arrivalsOf: (query) => arrivalsOf(deps, query),
  }
}
