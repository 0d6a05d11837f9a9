import { join } from 'node:path'
import { grantOn, grantTagged, grantTags } from '../grants.ts'
import { loadTable } from '../iceberg.ts'
import { accounts, LAKE_BUCKET, QUANT, RESEARCH_ROLE, tags, userArn } from '../names.ts'
import { portalOf } from '../portal.ts'
import { awaitEngine, python } from '../python.ts'
import { verifyRefused } from '../refusal.ts'
import type { Step } from '../step.ts'
import { tableResource, tag } from '../tagging.ts'
import { verify } from '../verify.ts'

const BY = 'market-producer'
const CatalogId = accounts.governance
const TABLE = 'market.carriers_listed'
const DATA = join(import.meta.dirname, '../../data/carriers-listed.csv')
const MARKET = { TagKey: 'domain', TagValues: ['market'] }

export const publishUniverse: Step = {
  name: 'the market desk publishes which listed company stood behind a carrier, by PyIceberg',
  async play(stage) {
    await letProducerWork()
    await awaitEngine(stage)
    const rows = await python(BY, 'scripts/carriers_listed.py', [DATA])
    verify(rows === '21', `21 lines in ${TABLE}, not ${rows}`)
    await document()
    await share()
    const seen = await loadTable('quant', TABLE)
    verify(seen.rows === 21, `quant reads ${TABLE}: ${JSON.stringify(seen)}`)
    await verifyRefused('outsider', TABLE)
  },
}

async function letProducerWork(): Promise<void> {
  const self = { by: BY, to: userArn('market-data', BY) }
  const database = { Database: { CatalogId, Name: 'market' } }
  const tables = { Table: { CatalogId, DatabaseName: 'market', TableWildcard: {} } }
  const location = { DataLocation: { CatalogId, ResourceArn: `arn:aws:s3:::${LAKE_BUCKET}` } }
  await grantOn(database, { ...self, permissions: ['CREATE_TABLE', 'DESCRIBE'] })
  await grantOn(tables, { ...self, permissions: ['ALL'] })
  await grantOn(location, { ...self, permissions: ['DATA_LOCATION_ACCESS'] })
  await grantTags(tags, { ...self, permissions: ['ASSOCIATE', 'DESCRIBE'] })
}

async function document(): Promise<void> {
  const portal = await portalOf(BY)
  const markdown =
    'Which listed company stood behind a carrier of 2013, and when: a line holds from ' +
    '`valid_from` until before `valid_to`. Without a ticker no exchange listed it then.'
  await portal('documentDataset', {
    ...{ account: CatalogId, database: 'market', table: 'carriers_listed', markdown },
  })
  const values = { domain: 'market', sensitivity: 'internal', licence: 'production' }
  await tag(BY, tableResource('market', 'carriers_listed'), values)
}

/** The firm's own data: shared with whom it concerns, and granted without an end. */
async function share(): Promise<void> {
  const expression = { databases: [MARKET], tables: [MARKET] }
  await tag('steward', { Database: { Name: 'market' } }, { domain: 'market' })
  for (const to of [accounts.equities, accounts['alt-data']])
    await grantTagged(expression, { by: 'steward', to, grantable: true })
  for (const to of [RESEARCH_ROLE, QUANT])
    await grantTagged(expression, { by: 'director', to, grantable: false })
}
