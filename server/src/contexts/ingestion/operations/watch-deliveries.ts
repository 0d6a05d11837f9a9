import { eachDespite } from '../../../foundation/each.ts'
import { announce } from '../../../foundation/events.ts'
import { timeOrderedId } from '../../../foundation/ids.ts'
import { recordOwnWork } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import { addDays } from '../../../foundation/zoned-time.ts'
import type { IngestionDeps } from '../deps.ts'
import { expectationsUntil } from '../model/calendar.ts'
import type { DeliveryCalendar } from '../model/feed.ts'
import type { Feed } from '../model/ledger.ts'
import { queueFeedWork } from '../steps/record.ts'
import { expectDeliveries, lastExpectedSlice, markOverdue } from '../store/deliveries.ts'
import { activeFeeds, holdFeedVersion } from '../store/feeds.ts'

/**
 * Enters what calendars foretell, says once of each delivery that it is overdue, and has feeds
 * looked at that are due. Driven by a clock, not by anything that arrives.
 */
export async function watchDeliveries(deps: IngestionDeps): Promise<{ overdue: number }> {
  let overdue = 0
  const work = async (feed: Feed) => {
    await collectIfDue(deps, feed)
    overdue += await watchFeed(deps, feed)
  }
  await eachDespite(await activeFeeds(deps.sql), { log: deps.log, work })
  return { overdue }
}

async function collectIfDue({ sql, clock }: IngestionDeps, feed: Feed): Promise<void> {
  const sinceMs = clock().getTime() - (feed.collectedAt?.getTime() ?? 0)
  if (sinceMs < feed.definition.pollSeconds * 1000) return
  await queueFeedWork(sql, 'ingestion.collect', feed.id)
}

/** What is known already is not told anew in each round. */
function goesOnFrom({ every, first }: DeliveryCalendar, known = ''): string {
  if (known.length === 'YYYY-MM-DD'.length) return addDays(known, 1)
  if (every !== 'month' || known.length !== 'YYYY-MM'.length || known < first.slice(0, 7))
    return first
  return `${addDays(`${known}-28`, 4).slice(0, 7)}-01`
}

async function watchFeed(deps: IngestionDeps, feed: Feed): Promise<number> {
  const { calendar } = feed.definition
  const now = deps.clock()
  const present = calendar?.played ? feed.playedAt : now
  // A played calendar that nobody has wound up yet expects nothing.
  if (!calendar || !present) return 0
  return await transaction(deps.sql, async (tx) => {
    // Its calendar may be another since it was read; the next round knows that one.
    if ((await holdFeedVersion(tx, feed.id)) !== feed.version) return 0
    const known = await lastExpectedSlice(tx, feed.id)
    const first = goesOnFrom(calendar, known)
    const due = expectationsUntil({ ...calendar, first }, { present, daysOff: deps.daysOff })
    const rows = due.map((one) => ({
      ...one,
      id: timeOrderedId('dlv-', now),
      feedId: feed.id,
    }))
    await expectDeliveries(tx, rows)
    const late = await markOverdue(tx, { feedId: feed.id, present, now })
    for (const { id, slice, expectedAt, deadlineAt } of late) {
      const told = {
        ...{ feedId: feed.id, feed: feed.name, accountId: feed.accountId, deliveryId: id, slice },
        ...{ expectedAt, deadlineAt, overdueAt: now, played: calendar.played },
        ...{ lastError: feed.lastError ?? feed.loadError, target: feed.definition.target },
        ...{ owner: feed.definition.owner, targets: feed.definition.targets },
      }
      await announce(tx, 'ingestion.delivery-overdue', told)
      const detail = { slice, deadlineAt }
      await recordOwnWork(tx, feed, { action: 'ingestion.delivery-overdue', resource: id, detail })
    }
    return late.length
  })
}
