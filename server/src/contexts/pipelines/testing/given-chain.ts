import { transaction } from '../../../foundation/sql.ts'
import type { DeliveryCalendar, Ingestion } from '../../ingestion/index.ts'
import type { Run } from '../model/run.ts'
import { pipelinesOf } from '../store/pipelines.ts'
import { insertRun } from '../store/runs.ts'
import { expectSlices } from '../store/slices.ts'
import { account, ana, type GivenPipelines } from './given-pipelines.ts'

export const named = (table: string) => ({ accountId: account, database: 'traffic', table })
const deadline = { time: '07:00', zone: 'UTC', days: 1, from: 'slice' } as const
const calendar: DeliveryCalendar = {
  ...{ every: 'day', first: '2026-11-01', at: '06:00', daysAfter: 1, zone: 'UTC' },
  ...{ graceMinutes: 15, played: false },
}

/** A vendor's file of each day, for a table. */
async function givenFeed({ deps }: GivenPipelines) {
  const ingestion = deps.ingestion as Ingestion
  const { id: vendorId } = await ingestion.createVendor(ana, { name: 'counters' })
  const hostKeySha256 = `SHA256:${'A'.repeat(43)}`
  const sftp = { method: 'sftp', host: 'vendor.example.test', port: 22, user: 'u' } as const
  const connection = { ...sftp, hostKeySha256 }
  const secret = { password: 'a-password' }
  const agreement = await ingestion.createAgreement(ana, { vendorId, connection, secret })
  const definition = {
    source: { directory: '.', pattern: 'counts-{date}.csv' },
    complete: { rule: 'ready-file' as const, suffix: '.ready' },
    columns: [{ name: 'day', type: 'date' as const }],
    key: ['day'],
    target: named('counts'),
    ...{ calendar, owner: 'feeds@example.test' },
  }
  const roleArn = `arn:aws:iam::${account}:role/feeds`
  await ingestion.createFeed(ana, {
    ...{ agreementId: agreement.id, name: 'counts', roleArn, definition },
  })
}

/** Its last run took so many minutes. */
async function givenHistory({ deps }: GivenPipelines, pipelineId: string, minutes: number) {
  const queuedAt = new Date('2026-11-02T06:00:00Z')
  const endedAt = new Date(queuedAt.getTime() + minutes * 60_000)
  const run: Run = {
    ...{ id: `run-0${pipelineId}`, pipelineId, slices: ['2026-11-01'], cause: 'manual' },
    ...{ version: 1, attempt: 1, state: 'succeeded', wanted: {}, createdBy: ana.arn },
    ...{ queuedAt, startedAt: queuedAt, endedAt, jobRunId: undefined, error: undefined },
    ...{ snapshotId: undefined, addedRows: undefined },
  }
  await transaction(deps.sql, (tx) => insertRun(tx, run))
}

/** `counts` <- a feed; `hourly` made of it in 30 min, `daily` of that in 40 min, due at 07:00. */
export async function givenChain(given: GivenPipelines) {
  given.time.now = new Date('2026-11-23T05:00:00Z')
  for (const name of ['hourly', 'daily']) await given.createTable(name)
  await givenFeed(given)
  const [counts, hourly, daily] = [named('counts'), named('hourly'), named('daily')]
  await given.create({ inputs: [counts], output: hourly }, 'hourly')
  await given.create({ inputs: [hourly], output: daily, deadline }, 'daily')
  for (const { id, name } of await pipelinesOf(given.deps.sql))
    await givenHistory(given, id, name === 'daily' ? 40 : 30)
  const [first] = await pipelinesOf(given.deps.sql)
  const expected = [{ slice: '2026-11-22', deadlineAt: new Date('2026-11-23T07:00:00Z') }]
  await transaction(given.deps.sql, (tx) => expectSlices(tx, first?.id ?? '', expected))
}
