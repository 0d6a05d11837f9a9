import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql as raw } from 'kysely'
import type { DeliveryCalendar, FeedDefinition, Ingestion } from '../../ingestion/index.ts'
import { account, ana, type GivenPipelines, givenPipelines } from '../testing/given-pipelines.ts'
import type { ChainLink } from './chain.ts'

const named = (table: string) => ({ accountId: account, database: 'traffic', table })
const deadline = { time: '07:00', zone: 'UTC', days: 1, from: 'slice' } as const
const calendar = {
  ...{ every: 'day' as const, first: '2026-11-01', at: '06:00', daysAfter: 1, zone: 'UTC' },
  ...{ graceMinutes: 15, played: false },
} as const satisfies DeliveryCalendar

/** A vendor's file of each day, for a table. */
async function givenFeed({ deps }: GivenPipelines, change: Partial<FeedDefinition> = {}) {
  const ingestion = deps.ingestion as Ingestion
  const { id: vendorId } = await ingestion.createVendor(ana, { name: 'counters' })
  const hostKeySha256 = `SHA256:${'A'.repeat(43)}`
  const sftp = { method: 'sftp', host: 'vendor.example.test', port: 22, user: 'u' } as const
  const connection = { ...sftp, hostKeySha256 }
  const secret = { password: 'a-password' }
  const agreement = await ingestion.createAgreement(ana, { vendorId, connection, secret })
  const definition: Partial<FeedDefinition> = {
    source: { directory: '.', pattern: 'counts-{date}.csv' },
    complete: { rule: 'ready-file', suffix: '.ready' },
    columns: [{ name: 'day', type: 'date' }],
    key: ['day'],
    target: named('counts'),
    ...{ calendar, owner: 'feeds@example.test', ...change },
  }
  const roleArn = `arn:aws:iam::${account}:role/feeds`
  return ingestion.createFeed(ana, {
    ...{ agreementId: agreement.id, name: 'counts', roleArn, definition },
  })
}

/** Its last runs took so many minutes. */
async function givenHistory({ deps }: GivenPipelines, name: string, minutes: number) {
  await raw`INSERT INTO pipelines.runs (id, pipeline_id, slices, cause, version, attempt, state,
      wanted, created_by, queued_at, started_at, ended_at)
    SELECT 'run-0' || name, id, '{2026-11-01}', 'manual', 1, 1, 'succeeded', '{}', 'ana', at, at,
      at + ${`${minutes} minutes`}::interval
    FROM pipelines.pipelines, (SELECT timestamptz '2026-11-02 06:00Z' AS at) AS began
    WHERE name = ${name}`.execute(deps.sql)
}

/** `counts` <- a feed; `hourly` made of it in 30 min, `daily` of that in 40 min, due at 07:00. */
async function givenChain(given: GivenPipelines) {
  given.time.now = new Date('2026-11-23T05:00:00Z')
  for (const name of ['hourly', 'daily']) await given.createTable(name)
  await givenFeed(given)
  const [counts, hourly, daily] = ['counts', 'hourly', 'daily'].map(named) as Three
  await given.create({ inputs: [counts], output: hourly }, 'hourly')
  await given.create({ inputs: [hourly], output: daily, deadline }, 'daily')
  await givenHistory(given, 'hourly', 30)
  await givenHistory(given, 'daily', 40)
  await raw`INSERT INTO pipelines.slices (pipeline_id, slice, wanted, due, attempts, deadline_at)
    SELECT id, '2026-11-22', '{}', false, 0, '2026-11-23 07:00Z' FROM pipelines.pipelines
    WHERE name = 'daily'`.execute(given.deps.sql)
}
type Three = [ReturnType<typeof named>, ReturnType<typeof named>, ReturnType<typeof named>]

function told({ subject, state, mustAt, marginSeconds }: ChainLink): string {
  const name = subject?.kind === 'pipeline' ? subject.pipeline.name : subject?.kind
  const by = mustAt?.toISOString().slice(11, 16)
  return `${name} ${state} ${by} ${marginSeconds === undefined ? '?' : marginSeconds / 60}`
}

async function chainAt(given: GivenPipelines, time: string): Promise<string[]> {
  given.time.now = new Date(`2026-11-23T${time}:00Z`)
  const { chain } = await given.pipelines.getPipeline(ana, { pipeline: 'daily' })
  return chain.map(told)
}

test('given pipelines in a row, when time passes, then margins go back to the file', async () => {
  await using given = await givenPipelines()
  await givenChain(given)

  assert.deepEqual(await chainAt(given, '05:00'), [
    'daily kept 07:00 -10',
    'hourly kept 06:20 -10',
    'delivery kept 05:50 -10',
  ])
  assert.deepEqual(await chainAt(given, '05:55'), [
    'daily endangered 07:00 -10',
    'hourly endangered 06:20 -10',
    'delivery missed 05:50 -10',
  ])
  assert.deepEqual(await chainAt(given, '07:10'), [
    'daily missed 07:00 -80',
    'hourly missed 06:20 -80',
    'delivery missed 05:50 -80',
  ])
})

test('given a hidden input, when the chain is told, then without its name', async () => {
  await using given = await givenPipelines()
  await givenChain(given)
  const { catalog } = given.deps
  given.deps.catalog = {
    ...catalog,
    visibleAmong: async (caller, tables) =>
      (await catalog.visibleAmong(caller, tables)).filter(({ table }) => table !== 'hourly'),
  }

  assert.deepEqual(await chainAt(given, '05:00'), [
    'daily kept 07:00 -10',
    'undefined kept 06:20 -10',
  ])
})

test('given a circle and no history, when the chain is told, then it ends', async () => {
  await using given = await givenPipelines()
  await givenChain(given)
  const [hourly, daily] = [named('hourly'), named('daily')]
  await given.create({ inputs: [daily], output: hourly }, 'back')

  assert.deepEqual(await chainAt(given, '05:00'), [
    'daily unknown 07:00 ?',
    'back unknown 06:20 ?',
    'hourly kept 06:20 -10',
    'delivery kept 05:50 -10',
  ])
})

test('given no deadline, when a pipeline is asked, then it has no chain', async () => {
  await using given = await givenPipelines()
  await given.create({}, 'daily')

  assert.deepEqual(await chainAt(given, '05:00'), [])
})
