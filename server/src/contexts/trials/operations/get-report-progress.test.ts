import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchTrial } from '../errors.ts'
import { trialsJobs } from '../index.ts'
import { beginOrder, endOrder } from '../store/report-orders.ts'
import {
  COUNTS,
  charterOf,
  type GivenTrials,
  givenTable,
  givenTrials,
} from '../testing/given-trials.ts'

async function givenTrial(given: GivenTrials, change: Parameters<typeof charterOf>[1] = {}) {
  await givenTable(given, COUNTS)
  return await given.trials.openTrial(given.ana, { charter: charterOf(given, change) })
}

test('given a report asked for, when it is made, then its progress is told', async () => {
  await using given = await givenTrials()
  const { id } = await givenTrial(given)
  const { trials, ana, eve } = given
  const progress = () => trials.getReportProgress(ana, { id })
  assert.equal(await progress(), undefined)

  const { askedAt } = await trials.refreshReport(ana, { id })

  assert.deepEqual(await progress(), { trialId: id, askedAt, askedBy: ana.principalArn })
  await assert.rejects(trials.getReportProgress(eve, { id }), noSuchTrial.matches)
  await trialsJobs(given.deps)['trials.report']?.({ trialId: id })
  assert.equal(await progress(), undefined)
  const report = await trials.getReport(ana, { id })
  assert.ok(new Date(report.madeAt) >= askedAt)
})

test('given a report asked for, when money is gone, then it says why', async () => {
  await using given = await givenTrials()
  const { id } = await givenTrial(given, { budgetUsd: 1 })
  const { trials, ana, deps } = given
  await trials.refreshReport(ana, { id })
  const spent = { at: new Date(), what: 'cluster', cpuSeconds: 1, usd: 1 }
  await deps.sql
    .insertInto('trials.spending')
    .values({ trialId: id, ...spent })
    .execute()

  await trialsJobs(deps)['trials.report']?.({ trialId: id })

  const failed = (await trials.getReportProgress(ana, { id }))?.failed
  assert.match(failed?.reason ?? '', /has spent 1\.00 of 1\.00 USD/)
})

test('given a report in the making, when asked for again, then that is awaited', async () => {
  await using given = await givenTrials()
  const { id } = await givenTrial(given)
  const { trials, ana, deps } = given
  await trials.refreshReport(ana, { id })
  const begunAt = new Date()
  await beginOrder(deps.sql, id, begunAt)
  assert.deepEqual((await trials.getReportProgress(ana, { id }))?.begunAt, begunAt)

  await trials.refreshReport(ana, { id })
  await endOrder(deps.sql, id, begunAt)

  const waiting = await trials.getReportProgress(ana, { id })
  assert.deepEqual([waiting !== undefined, waiting?.begunAt], [true, undefined])
})
