import type { Feed as WireFeed } from '@millrace/contract'
import type { Caller } from '../../contexts/identity/index.ts'
import type { Agreement, Feed, Vendor } from '../../contexts/ingestion/index.ts'
import { accountNames } from './account-names.ts'
import type { PortalApiDeps } from './deps.ts'
import { ingestionOf } from './ingestion-of.ts'

export interface KnownFeed {
  feed: Feed
  wire: WireFeed
}

/** Every feed of the caller's account, with its vendor and how it comes, by id. */
export async function feedsById(
  deps: PortalApiDeps,
  caller: Caller,
): Promise<Map<string, KnownFeed>> {
  const ingestion = ingestionOf(deps)
  const [feeds, agreements, vendors, accountOf] = await Promise.all([
    ingestion.listFeeds(caller),
    ingestion.listAgreements(caller),
    ingestion.listVendors(caller),
    accountNames(deps.identity),
  ])
  const agreementBy = new Map(agreements.map((agreement) => [agreement.id, agreement]))
  const vendorBy = new Map(vendors.map((vendor) => [vendor.id, vendor]))
  return new Map(
    feeds.map((feed) => {
      const agreement = agreementBy.get(feed.agreementId)
      const vendor = agreement && vendorBy.get(agreement.vendorId)
      const { database, table, accountId } = feed.definition.target
      const dataset = { account: accountOf(accountId), database, table }
      return [feed.id, { feed, wire: wireFeed(feed, { agreement, vendor, dataset }) }]
    }),
  )
}

function wireFeed(
  { id, name, definition, state, ...feed }: Feed,
  of: {
    agreement: Agreement | undefined
    vendor: Vendor | undefined
    dataset: NonNullable<WireFeed['dataset']>
  },
): WireFeed {
  const lastError = feed.lastError ?? feed.loadError
  return {
    id,
    name,
    vendorId: of.vendor?.id ?? '',
    vendor: of.vendor?.name ?? '',
    ...directionOf(of.agreement),
    schedule: scheduleWords(definition.calendar),
    dataset: of.dataset,
    simulated: definition.calendar?.played ?? false,
    paused: state === 'paused',
    ...(lastError && { lastError }),
  }
}

function directionOf(agreement: Agreement | undefined): Pick<WireFeed, 'method' | 'direction'> {
  const method = agreement?.connection.method ?? 's3'
  return method === 'push' ? { direction: 'push' } : { method, direction: 'pull' }
}

const EVERY = { day: 'daily', weekday: 'on weekdays', month: 'monthly', once: 'once' } as const

function scheduleWords(calendar: Feed['definition']['calendar']): string {
  if (!calendar) return 'whenever it comes'
  const { every, at, zone, daysAfter } = calendar
  const later = daysAfter === 0 ? '' : `, ${daysAfter} d after`
  return `${EVERY[every]}, complete before ${at} ${zone}${later}`
}
