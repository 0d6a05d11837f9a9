import { dayAfter, LATE_DAY, RESTATED_DAY, TRUNCATED_DAY } from '../../vendor/calendar.ts'
import { grantOn, grantTags } from '../grants.ts'
import { ALMOST_ALL, openLanding } from '../landing.ts'
import { accounts, INGESTION_ROLE, LAKE_BUCKET, PRODUCER, tags } from '../names.ts'
import type { Step } from '../step.ts'
import { verify } from '../verify.ts'

const CatalogId = accounts.governance

export const landFirst: Step = {
  name: 'feeds land; the file that breaks off is quarantined',
  async play(stage) {
    await letFeedsWork()
    const landing = await openLanding(stage)
    await landing.deliver(LATE_DAY)
    // Played again, after an interruption, it may have come by now.
    await landing.awaitDay(LATE_DAY, 'late', 'loaded')
    await landing.deliver(TRUNCATED_DAY)
    await landing.awaitDay(TRUNCATED_DAY, 'quarantined')
    const { items } = await landing.portal('listQuarantine', {})
    const [item] = items.filter(({ day }) => day === TRUNCATED_DAY)
    verify(item?.state === 'open' && item.reasons.length > 0, 'one open item with its reasons')
  },
}

export const landAgain: Step = {
  name: 'the vendor sends it again: accepted',
  async play(stage) {
    const landing = await openLanding(stage)
    await landing.deliver(dayAfter(TRUNCATED_DAY))
    const accepted = await landing.awaitDay(TRUNCATED_DAY, 'loaded')
    verify(accepted.vintages === 2, 'two vintages of the resent day, both kept')
  },
}

export const landAll: Step = {
  name: 'the year lands, day by day, one of them restated',
  async play(stage) {
    const landing = await openLanding(stage)
    await landing.deliver(RESTATED_DAY)
    await landing.awaitDay(RESTATED_DAY, 'loaded')
    await landing.deliver(ALMOST_ALL)
    await landing.awaitLoaded('flights', 364)
    await landing.awaitVintages(RESTATED_DAY, 2)
    for (const name of ['planes', 'airports', 'airlines']) await landing.awaitLoaded(name, 1)
    await landing.awaitLoaded('weather', 11)
  },
}

/** The producer hands on, to the role of its feeds and to itself, what its account was given. */
async function letFeedsWork(): Promise<void> {
  const by = 'altdata-producer'
  const database = { Database: { CatalogId, Name: 'mobility' } }
  const tables = { Table: { CatalogId, DatabaseName: 'mobility', TableWildcard: {} } }
  const location = { DataLocation: { CatalogId, ResourceArn: `arn:aws:s3:::${LAKE_BUCKET}` } }
  const role = { by, to: INGESTION_ROLE }
  await grantOn(database, { ...role, permissions: ['CREATE_TABLE', 'DESCRIBE'] })
  await grantOn(location, { ...role, permissions: ['DATA_LOCATION_ACCESS'] })
  const self = { by, to: PRODUCER }
  await grantOn(database, { ...self, permissions: ['DESCRIBE'] })
  // Who tags a table must hold all of it.
  await grantOn(tables, { ...self, permissions: ['ALL'], grantable: ['ALL'] })
  await grantTags(tags, { ...self, permissions: ['ASSOCIATE', 'DESCRIBE'] })
}
