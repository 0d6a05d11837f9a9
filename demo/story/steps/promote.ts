import { daysThrough, FIRST_DAY } from '../../vendor/calendar.ts'
import { grantOn, grantTagged, grantTags } from '../grants.ts'
import { loadTable } from '../iceberg.ts'
import { ALMOST_ALL } from '../landing.ts'
import { accounts, LAKE_BUCKET, PIPELINE_ROLE, PRODUCER, tags } from '../names.ts'
import {
  awaitRun,
  commitScript,
  FEATURE,
  findPipeline,
  PIPELINE,
  pipelineOf,
  runsOf,
} from '../pipeline.ts'
import { type Portal, portalOf } from '../portal.ts'
import { verifyRefused } from '../refusal.ts'
import type { Step } from '../step.ts'
import { verify } from '../verify.ts'

const BY = 'altdata-producer'
const CatalogId = accounts.governance

export const promote: Step = {
  name: 'the script is promoted: a pipeline with an application and a role of its own',
  async play() {
    await letPipelineWork()
    const script = commitScript()
    const portal = await portalOf(BY)
    if (!(await findPipeline(portal))) await portal('createPipeline', pipelineOf(script))
    const pipeline = await findPipeline(portal)
    verify(pipeline?.role === PIPELINE_ROLE, 'a pipeline with its own role')
    verify(pipeline.application.id !== '', 'a pipeline with its own application')
    verify(pipeline.script.commit === script.commit, 'the commit that was promoted')
    verify(pipeline.script.text === script.text, 'the text of that commit')
    const { items } = await portal('search', { q: PIPELINE })
    const hit = items.find(({ kind }) => kind === 'pipeline')
    verify(hit !== undefined, 'the pipeline found by its name')
    await backfill(portal)
    await verifyRefused('quant', 'features.hourly_delay')
  },
}

/** The days that were there before the pipeline, in one run. */
async function backfill(portal: Portal): Promise<void> {
  const slices = daysThrough(FIRST_DAY, ALMOST_ALL)
  const done = (await runsOf(portal)).find(({ state }) => state === 'succeeded')
  const running = (await runsOf(portal)).find(({ endedAt }) => endedAt === undefined)
  const before = done ?? running
  const { id } = before ?? (await portal('startRun', { id: PIPELINE, slices }))
  const run = await awaitRun(portal, id)
  verify(run.slices.length === slices.length, `one run for ${slices.length} days`)
  const pipeline = await portal('getPipeline', { id: PIPELINE })
  verify(pipeline.slicesDone === slices.length, `${slices.length} days done in the ledger`)
  const { rows } = await loadTable(BY, `${FEATURE.database}.${FEATURE.table}`)
  verify(rows !== undefined && rows > 0, 'rows of the feature')
  verify(rows === run.outputs[0]?.addedRows, `the rows that the run added, not ${rows}`)
}

/** Least privilege: what it reads, without the planes, and the one place that it writes to. */
async function letPipelineWork(): Promise<void> {
  const role = { by: BY, to: PIPELINE_ROLE }
  const flights = { CatalogId, DatabaseName: 'mobility', Name: 'flights' }
  const columns = { ...flights, ColumnWildcard: { ExcludedColumnNames: ['tailnum'] } }
  const features = { CatalogId, Name: FEATURE.database }
  const market = { TagKey: 'domain', TagValues: ['market'] }
  const location = { CatalogId, ResourceArn: `arn:aws:s3:::${LAKE_BUCKET}` }
  await grantOn(
    { Database: { CatalogId, Name: 'mobility' } },
    { ...role, permissions: ['DESCRIBE'] },
  )
  await grantOn({ TableWithColumns: columns }, { ...role, permissions: ['SELECT'] })
  for (const to of [PIPELINE_ROLE, PRODUCER])
    await grantTagged({ databases: [market], tables: [market] }, { by: BY, to, grantable: false })
  await grantOn({ Database: features }, { ...role, permissions: ['CREATE_TABLE', 'DESCRIBE'] })
  await grantOn({ DataLocation: location }, { ...role, permissions: ['DATA_LOCATION_ACCESS'] })
  const all = { CatalogId, DatabaseName: FEATURE.database, TableWildcard: {} }
  const self = { by: BY, to: PRODUCER }
  await grantOn({ Database: features }, { ...self, permissions: ['DESCRIBE'] })
  await grantOn({ Table: all }, { ...self, permissions: ['ALL'], grantable: ['ALL'] })
  await grantTags(tags, { ...self, permissions: ['ASSOCIATE', 'DESCRIBE'] })
}
