import type { DeliveryRecord, Feed } from '../../ingestion/index.ts'
import type { Relation } from './relation.ts'

const DAY_MS = 86_400_000
/** What came later after it was due than this is history: nobody saw it come. */
const LIVE_DAYS = 7
const LINES_AT_ONCE = 500

/** When a vintage could be had first, and whether we saw it come. */
export interface VintageClock {
  id: number
  slice: string
  number: number
  knownAt: Date
  live: boolean
  /** Of the first good content of its delivery. */
  firstKnownAt: Date
}

/**
 * By the calendar's clock where the vendor plays it. What was observed live is known from our own
 * clock, the later of publication and landing; history only from what the vendor declares.
 */
export function vintageClocks(
  feed: Feed | undefined,
  deliveries: readonly DeliveryRecord[],
): VintageClock[] {
  const played = feed?.definition.calendar?.played ?? false
  return deliveries.flatMap((delivery): VintageClock[] => {
    const good = delivery.vintages.filter(({ rowsLoaded }) => rowsLoaded !== null)
    const clocks = good.map((vintage) => ({
      ...{ id: vintage.id, slice: delivery.slice, number: vintage.number },
      ...clockOf(delivery, vintage, played),
    }))
    const first = clocks[0]?.knownAt
    return first ? clocks.map((clock) => ({ ...clock, firstKnownAt: first })) : []
  })
}

function clockOf(
  { expectedAt, arrivedAt }: DeliveryRecord,
  { number, publishedAt, landedAt }: DeliveryRecord['vintages'][number],
  played: boolean,
): Pick<VintageClock, 'knownAt' | 'live'> {
  const landed = played ? (number === 1 ? (arrivedAt ?? publishedAt) : publishedAt) : landedAt
  const due = number === 1 ? (expectedAt ?? publishedAt) : publishedAt
  const live = landed.getTime() - due.getTime() <= LIVE_DAYS * DAY_MS
  return { live, knownAt: live && landed > publishedAt ? landed : publishedAt }
}

export const vintages: Relation = {
  name: 'vintages',
  has: '`id`, `slice`, `number`, `known`, `live`, `first`',
  needs: [],
  async make(db, { feed, deliveries }) {
    await db.run(
      `CREATE TABLE vintages (id BIGINT, slice VARCHAR, number INT, known TIMESTAMP, live BOOLEAN,
        first TIMESTAMP)`,
    )
    const clocks = vintageClocks(feed, deliveries)
    for (let at = 0; at < clocks.length; at += LINES_AT_ONCE) {
      const some = clocks.slice(at, at + LINES_AT_ONCE)
      const lines = some.map((_clock, index) => {
        const [a, b, c, d, e, f] = [1, 2, 3, 4, 5, 6].map((place) => `$${index * 6 + place}`)
        return `(${a}, ${b}, ${c}, ${d}::TIMESTAMP, ${e}, ${f}::TIMESTAMP)`
      })
      const values = some.flatMap(({ id, slice, number, knownAt, live, firstKnownAt }) => [
        ...[id, slice, number, wall(knownAt), live, wall(firstKnownAt)],
      ])
      await db.run(`INSERT INTO vintages VALUES ${lines.join(', ')}`, values)
    }
  },
}

/** UTC, as a timestamp without a zone is read. */
function wall(at: Date): string {
  return at.toISOString().replace('T', ' ').replace('Z', '')
}
