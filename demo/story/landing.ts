import type { Feed, FeedDelivery } from '@millrace/contract'
import { dayAfter } from '../vendor/calendar.ts'
import { FEEDS } from './feeds.ts'
import { type Portal, portalOf } from './portal.ts'
import type { Stage } from './stage.ts'
import { until } from './verify.ts'

/** A deadline for what hangs: a host that does other things too is slow. */
export const LOAD_SECONDS_MAX = 600
/** The last day of the year comes when everything else is in place. */
export const ALMOST_ALL = '2013-12-30'
export const ALL_FLIGHTS = 336_776

/** The feeds as their producer sees them. */
export interface Landing {
  portal: Portal
  /** The vendor delivers, and its clock says noon of the day after. */
  deliver(through: string): Promise<void>
  feed(name: string): Promise<Feed | undefined>
  loaded(name: string): Promise<FeedDelivery[]>
  /** Waits until the delivery of flights of a day is in one of these states. */
  awaitDay(day: string, ...states: FeedDelivery['state'][]): Promise<FeedDelivery>
  /** Waits until so many contents of a day of flights have come, and the newest is loaded. */
  awaitVintages(day: string, count: number): Promise<void>
  /** Waits until so many deliveries of a feed are in its table. */
  awaitLoaded(name: string, count: number): Promise<void>
}

export async function openLanding(stage: Stage): Promise<Landing> {
  const portal = await portalOf('altdata-producer')
  const feeds = async () => (await portal('listFeeds', {})).items
  const feed = async (name: string) => (await feeds()).find((one) => one.name === name)
  const deliveries = async (name: string) => {
    const { id = '' } = (await feed(name)) ?? {}
    return (await portal('listDeliveries', { id })).items
  }
  const loaded = async (name: string) =>
    (await deliveries(name)).filter(({ state }) => state === 'loaded')
  const patience = { seconds: LOAD_SECONDS_MAX, seen: async () => troubles(await feeds()) }
  return {
    ...{ portal, feed, loaded },
    deliver: async (through) => {
      const vendor = await stage.vendor()
      await vendor.deliverThrough(through)
      const playedAt = `${dayAfter(through)}T17:00:00Z`
      for (const { id, name, paused } of await feeds())
        if (!paused && FEEDS.some((own) => own === name))
          await portal('playCalendar', { id, playedAt })
    },
    awaitDay: async (day, ...states) => {
      const find = async () =>
        (await deliveries('flights')).find(
          ({ slice, state }) => slice === day && states.includes(state),
        )
      return await until(`flights of ${day} ${states.join(' or ')}`, find, patience)
    },
    awaitVintages: async (day, count) => {
      const find = async () =>
        (await loaded('flights')).find((one) => one.slice === day && one.vintages === count)
      await until(`${count} vintages of flights of ${day}`, find, patience)
    },
    awaitLoaded: async (name, count) => {
      const enough = async () => ((await loaded(name)).length >= count ? true : undefined)
      await until(`${count} deliveries of ${name} in the lake`, enough, patience)
    },
  }
}

/** What the feeds say of themselves, for whoever wonders why nothing comes. */
function troubles(feeds: readonly Feed[]): string {
  const told = feeds.flatMap(({ name, lastError }) => (lastError ? [`${name}: ${lastError}`] : []))
  return told.length === 0 ? '' : `(${told.join('; ')})`
}
