import assert from 'node:assert/strict'
import { test } from 'node:test'
import { budgetSpent, wrongStage } from '../errors.ts'
import type { Metric, Report } from '../index.ts'
import { reportDigest } from '../store/reports.ts'
import {
  COUNTS,
  charterOf,
  type GivenTrials,
  givenTable,
  givenTrials,
  givenVendor,
} from '../testing/given-trials.ts'

function metric(report: Report, id: string): Metric {
  const found = report.sections.flatMap(({ metrics }) => metrics).find((one) => one.id === id)
  assert.ok(found, `the report has ${id}`)
  return found
}

const value = (report: Report, id: string) => metric(report, id).value

async function givenTrial(given: GivenTrials, change: Parameters<typeof charterOf>[1] = {}) {
  return await given.trials.openTrial(given.ana, { charter: charterOf(given, change) })
}

test('given a table, when reported, then each metric has its number or says why not', async () => {
  await using given = await givenTrials()
  await givenTable(given, COUNTS)
  const { id } = await givenTrial(given, { domains: [{ column: 'count', max: 500 }] })

  const report = await given.measured(id)

  assert.equal(value(report, 'H1'), 59 / 365.25)
  // Of 240 cells p3 has none of its first ten days, which are before it appeared.
  assert.equal(value(report, 'C4'), 0)
  assert.equal(value(report, 'Q1'), 0)
  assert.equal(value(report, 'Q3'), 0)
  assert.equal(value(report, 'R1'), 0)
  const above = 9 * 4 + 3
  assert.equal(value(report, 'Q6'), (1e6 * above) / 230)
  for (const id of ['D1', 'D2', 'D5', 'D6', 'D7', 'P5', 'C1', 'M1']) {
    assert.equal(metric(report, id).verdict, 'not-computable')
    assert.equal(value(report, id), undefined)
  }
  assert.equal(metric(report, 'D1').missing, 'a feed; the charter names none')
})

test('given the same data twice, when reported, then the reports are the same', async () => {
  await using given = await givenTrials()
  await givenTable(given, COUNTS)
  const { id } = await givenTrial(given, { prices: { cpuHourUsd: 0, storageGbMonthUsd: 0 } })

  const first = await given.measured(id)
  await given.deps.sql.deleteFrom('trials.spending').execute()
  const second = await given.measured(id)

  assert.equal(reportDigest(first), reportDigest(second))
})

test('given map and universe in time, when reported, then each day counts by its own', async () => {
  await using given = await givenTrials()
  await givenTable(given, COUNTS)
  const columns = { v: 'string', ticker: 'string', since: 'date', until: 'date' } as const
  const map = await givenTable(given, {
    ...{ table: 'map', columns },
    select: `SELECT * FROM (VALUES ('p0', 'AAA', DATE '2024-01-01', NULL::DATE),
      ('p1', NULL, DATE '2024-01-01', DATE '2024-02-01'),
      ('p1', 'BBB', DATE '2024-02-01', NULL), ('p9', 'CCC', DATE '2024-01-01', NULL)) t(v, ticker,
      since, until)`,
  })
  const validity = { table: map, validFrom: 'since', validTo: 'until' }
  const { id } = await givenTrial(given, {
    universe: { ...validity, entity: 'ticker' },
    mapping: { ...validity, from: 'v', to: 'ticker' },
  })

  const report = await given.measured(id)

  // p0 on all 60 days, p1 on the 29 days of February 2024.
  assert.equal(value(report, 'M1'), (100 * (60 + 29)) / 230)
  // January: AAA of AAA and CCC; February: AAA and BBB of three.
  assert.equal(value(report, 'C1'), (100 * 3) / 5)
})

test('given a restated day, when reported, then revisions and the ledger are in it', async () => {
  await using given = await givenTrials()
  await using vendor = await givenVendor(given)
  await vendor.deliver('2024-01-01', 'day,place,count\n2024-01-01,p0,1\n2024-01-01,p1,2\n')
  await vendor.deliver('2024-01-01', 'day,place,count\n2024-01-01,p0,1\n2024-01-01,p1,3\n')
  const { id } = await givenTrial(given, { feedId: vendor.feed.id })

  const report = await given.measured(id)

  assert.equal(metric(report, 'P5').missing, undefined)
  assert.equal(value(report, 'P5'), 50)
  assert.equal(value(report, 'D4'), 100)
  assert.equal(value(report, 'D5'), 0)
  assert.equal(value(report, 'Q6'), 0)
  assert.equal(metric(report, 'D1').missing, 'a delivery calendar of the feed')
})

test('given a shut-out role, when reported, then it says so without a number', async () => {
  await using given = await givenTrials()
  await givenTable(given, COUNTS)
  const { id } = await givenTrial(given)
  await given.lake.governance.revokePermissions(given.ana, {
    ...{ catalogId: given.ana.accountId, principal: given.roleArn, grantable: [] },
    resource: { kind: 'table', database: 'tried', table: 'counts' },
    permissions: ['SELECT', 'INSERT', 'DESCRIBE', 'ALTER'],
  })

  const report = await given.measured(id)

  assert.equal(metric(report, 'Q1').verdict, 'not-computable')
  assert.match(metric(report, 'Q1').missing ?? '', /tried\.counts/)
})

test('given a spent budget, when reported, then it stops; compliance first, too', async () => {
  await using given = await givenTrials()
  await givenTable(given, COUNTS)
  const { id } = await givenTrial(given, { budgetUsd: 1 })
  const open = await givenTrial(given, { compliance: [] })
  const spent = { at: new Date(), what: 'cluster', cpuSeconds: 1, usd: 1 }
  await given.deps.sql
    .insertInto('trials.spending')
    .values({ trialId: id, ...spent })
    .execute()

  await assert.rejects(given.trials.refreshReport(given.ana, { id }), budgetSpent.matches)
  const early = given.trials.refreshReport(given.ana, { id: open.id })
  await assert.rejects(early, wrongStage.matches)
})
