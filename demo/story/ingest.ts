import {
  GrantPermissionsCommand,
  type Permission,
  type Resource,
} from '@aws-sdk/client-lakeformation'
import type { Feed, FeedDelivery, QuarantineItem } from '@millrace/contract'
import { dayAfter, LAST_DAY, LATE_DAY, TRUNCATED_DAY } from '../vendor/calendar.ts'
import { personOf } from './clients.ts'
import { loadTable } from './iceberg.ts'
import { LAKE_BUCKET, tags } from './lake.ts'
import { accounts } from './mesh.ts'
import { type Portal, portalOf } from './portal.ts'
import type { Stage } from './stage.ts'
import { type Step, until, verify } from './step.ts'

const PRODUCER = 'altdata-producer'
export const INGESTION_ROLE = `arn:aws:iam::${accounts['alt-data']}:role/flights-ingestion`
const LOAD_SECONDS_MAX = 240
/** The last day of the year comes when everything else is in place. */
export const ALMOST_ALL = '2013-12-30'
const ALL_FLIGHTS = 336_776

export const landFirst: Step = {
  name: 'feeds land; the file that breaks off is quarantined',
  async play(stage) {
    await letFeedsWork()
    const portal = await portalOf(PRODUCER)
    await deliver(stage, { portal, through: LATE_DAY })
    await until('the late day noticed', async () => byState(portal, LATE_DAY, 'late'), {
      seconds: LOAD_SECONDS_MAX,
      seen: () => troubles(portal),
    })
    await deliver(stage, { portal, through: TRUNCATED_DAY })
    await until('quarantine', async () => byState(portal, TRUNCATED_DAY, 'quarantined'), {
      seconds: LOAD_SECONDS_MAX,
      seen: () => troubles(portal),
    })
    const { items } = await portal.get<{ items: QuarantineItem[] }>('/quarantine')
    const [item] = items.filter(({ day }) => day === TRUNCATED_DAY)
    verify(item?.state === 'open' && item.reasons.length > 0, 'one open item with its reasons')
  },
}

export const landAgain: Step = {
  name: 'the vendor sends it again: accepted',
  async play(stage) {
    const portal = await portalOf(PRODUCER)
    await deliver(stage, { portal, through: dayAfter(TRUNCATED_DAY) })
    const accepted = await until(
      'the resent day in the table',
      async () => byState(portal, TRUNCATED_DAY, 'loaded'),
      { seconds: LOAD_SECONDS_MAX, seen: () => troubles(portal) },
    )
    verify(accepted.vintages === 2, 'two vintages of the resent day, both kept')
  },
}

export const landAll: Step = {
  name: 'the year lands, day by day, one of them restated',
  async play(stage) {
    const portal = await portalOf(PRODUCER)
    await landThrough(stage, { portal, day: ALMOST_ALL, days: 364 })
    const feeds = await feedsOf(portal)
    for (const { name, id } of feeds.filter((feed) => feed.name !== 'flights'))
      await until(`${name} in the lake`, async () => (await loaded(portal, id))[0], {
        seconds: LOAD_SECONDS_MAX,
        seen: () => troubles(portal),
      })
  },
}

export const landLast: Step = {
  name: 'the last day lands: quant reads 336,776 rows',
  async play(stage) {
    const portal = await portalOf(PRODUCER)
    await landThrough(stage, { portal, day: LAST_DAY, days: 365 })
    const seen = await until(
      'every row of the year for quant',
      async () => {
        const answer = await loadTable('quant', 'mobility.flights')
        return answer.rows === ALL_FLIGHTS ? answer : undefined
      },
      { seconds: LOAD_SECONDS_MAX },
    )
    verify(!seen.columns.includes('tailnum'), 'quant does not see tailnum')
  },
}

/** Delivers up to `day`, and waits until that many days of flights are in the table. */
async function landThrough(
  stage: Stage,
  { portal, day, days }: { portal: Portal; day: string; days: number },
): Promise<FeedDelivery[]> {
  await deliver(stage, { portal, through: day })
  const flights = (await feedsOf(portal)).find(({ name }) => name === 'flights')
  return await until(
    `${days} days of flights in the lake`,
    async () => {
      const found = await loaded(portal, flights?.id ?? '')
      return found.length === days ? found : undefined
    },
    { seconds: LOAD_SECONDS_MAX, seen: () => troubles(portal) },
  )
}

/** The vendor delivers, and its clock says noon of the day after. */
async function deliver(
  stage: Stage,
  { portal, through }: { portal: Portal; through: string },
): Promise<void> {
  const vendor = await stage.vendor()
  await vendor.deliverThrough(through)
  const playedAt = `${dayAfter(through)}T17:00:00Z`
  for (const { id } of await feedsOf(portal))
    await portal.post(`/feeds/${id}/calendar`, { playedAt })
}

async function feedsOf(portal: Portal): Promise<Feed[]> {
  return (await portal.get<{ items: Feed[] }>('/feeds')).items
}

async function deliveriesOf(portal: Portal, feedId: string): Promise<FeedDelivery[]> {
  return (await portal.get<{ items: FeedDelivery[] }>(`/feeds/${feedId}/deliveries`)).items
}

async function loaded(portal: Portal, feedId: string): Promise<FeedDelivery[]> {
  return (await deliveriesOf(portal, feedId)).filter(({ state }) => state === 'loaded')
}

async function byState(
  portal: Portal,
  day: string,
  state: FeedDelivery['state'],
): Promise<FeedDelivery | undefined> {
  const flights = (await feedsOf(portal)).find(({ name }) => name === 'flights')
  const deliveries = await deliveriesOf(portal, flights?.id ?? '')
  return deliveries.find((one) => one.slice === day && one.state === state)
}

/** What the feeds say of themselves, for whoever wonders why nothing comes. */
async function troubles(portal: Portal): Promise<string> {
  const feeds = await feedsOf(portal)
  const told = feeds.flatMap(({ name, lastError }) => (lastError ? [`${name}: ${lastError}`] : []))
  return told.length === 0 ? '' : `(${told.join('; ')})`
}

/** The producer hands on, to the role of its feeds and to itself, what its account was given. */
async function letFeedsWork(): Promise<void> {
  const CatalogId = accounts.governance
  const Database = { CatalogId, Name: 'mobility' }
  const Table = { CatalogId, DatabaseName: 'mobility', TableWildcard: {} }
  const DataLocation = { CatalogId, ResourceArn: `arn:aws:s3:::${LAKE_BUCKET}` }
  const producer = `arn:aws:iam::${accounts['alt-data']}:user/${PRODUCER}`
  await grant(INGESTION_ROLE, { Database }, ['CREATE_TABLE', 'DESCRIBE'])
  await grant(INGESTION_ROLE, { DataLocation }, ['DATA_LOCATION_ACCESS'])
  await grant(producer, { Database }, ['DESCRIBE'])
  // Who tags a table must hold all of it.
  await grant(producer, { Table }, ['ALL'], ['ALL'])
  for (const [TagKey, TagValues] of Object.entries(tags))
    await grant(producer, { LFTag: { CatalogId, TagKey, TagValues } }, ['ASSOCIATE', 'DESCRIBE'])
}

async function grant(
  to: string,
  Resource: Resource,
  Permissions: Permission[],
  PermissionsWithGrantOption: Permission[] = [],
): Promise<void> {
  const Principal = { DataLakePrincipalIdentifier: to }
  await personOf(PRODUCER).lakeFormation.send(
    new GrantPermissionsCommand({
      CatalogId: accounts.governance,
      Principal,
      Resource,
      Permissions,
      PermissionsWithGrantOption,
    }),
  )
}
