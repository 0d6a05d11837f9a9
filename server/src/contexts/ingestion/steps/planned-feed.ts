import { createHash } from 'node:crypto'
import type { Sql } from '../../../foundation/sql.ts'
import type { IngestionDeps } from '../deps.ts'
import { expectationsUntil } from '../model/calendar.ts'
import { type ExpectationChanges, expectationChanges } from '../model/expectation-changes.ts'
import { type Column, type FeedDefinition, parseFeedDefinition } from '../model/feed.ts'
import { demandSameTable, type FeedChange, feedChanges, judgesAnew } from '../model/feed-change.ts'
import type { Feed, FeedDocument, Vintage } from '../model/ledger.ts'
import { deliveriesOf } from '../store/deliveries.ts'
import { anyInTable, vintagesInState } from '../store/vintages.ts'

/** What would become of a feed, and of what it has taken in. */
export interface FeedPlan {
  /** Of the feed that would be changed; 0: there is none yet. */
  version: number
  changes: FeedChange[]
  expectations: ExpectationChanges
  /** Wait in quarantine, and are judged once more. */
  rejudged: (Pick<Vintage, 'id' | 'deliveryId' | 'number'> & { slice: string })[]
  /** Deliveries that are loaded, and stay as they were judged. */
  kept: number
  /** Stands for all of it: who agrees names it. */
  digest: string
}

const REJUDGED_MAX = 10_000
const NO_CHANGES: ExpectationChanges = { added: [], moved: [], withdrawn: [] }

/** What `wanted` makes of the feed that is there. @throws ingestion.invalid-feed */
export async function plannedFeed(
  { sql, clock, daysOff }: { sql: Sql } & Pick<IngestionDeps, 'clock' | 'daysOff'>,
  feed: Feed,
  wanted: FeedDocument,
): Promise<FeedPlan> {
  const before = { ...feed, definition: asNow(feed.definition) }
  const changes = feedChanges(before, wanted)
  if (changes.length > 0 && (await anyInTable(sql, feed.id)))
    demandSameTable(before.definition, wanted.definition)
  const deliveries = await deliveriesOf(sql, feed.id)
  const sliceOf = new Map(deliveries.map(({ id, slice }) => [id, slice]))
  const due = () => {
    const { calendar } = wanted.definition
    const present = calendar?.played ? feed.playedAt : clock()
    return calendar && present ? expectationsUntil(calendar, { present, daysOff }) : []
  }
  const recalled = changes.some(({ part }) => part === 'calendar')
  const waiting = judgesAnew(changes, wanted.definition)
    ? await vintagesInState(sql, feed.id, { state: 'quarantined', limit: REJUDGED_MAX })
    : []
  const plan = {
    version: feed.version,
    changes,
    expectations: recalled ? expectationChanges(deliveries, due()) : NO_CHANGES,
    rejudged: waiting.map(({ id, deliveryId, number }) => ({
      ...{ id, deliveryId, number, slice: sliceOf.get(deliveryId) ?? '' },
    })),
    kept: deliveries.filter(({ state }) => state === 'loaded').length,
  }
  return { ...plan, digest: digestOf(wanted, plan) }
}

/** What would be there that is not yet. */
export function newFeed(wanted: FeedDocument): FeedPlan {
  const nothing = { columns: [] as readonly Column[] } as FeedDefinition
  const plan = {
    version: 0,
    changes: feedChanges({ ...wanted, definition: nothing }, wanted),
    expectations: NO_CHANGES,
    rejudged: [],
    kept: 0,
  }
  return { ...plan, digest: digestOf(wanted, plan) }
}

/** With what a definition of an earlier release left out. */
function asNow(definition: FeedDefinition): FeedDefinition {
  try {
    return parseFeedDefinition(definition)
  } catch {
    return definition // What was allowed once may not be any more; it is changed all the same.
  }
}

function digestOf(wanted: FeedDocument, plan: Omit<FeedPlan, 'digest'>): string {
  const { version, changes, expectations, rejudged } = plan
  const told = [version, wanted, changes, expectations, rejudged.map(({ id }) => id)]
  return createHash('sha256').update(JSON.stringify(told)).digest('hex')
}
