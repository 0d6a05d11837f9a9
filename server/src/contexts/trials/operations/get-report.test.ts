import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noReport } from '../errors.ts'
import { trialsJobs, trialsSubscriptions } from '../index.ts'
import { COUNTS, charterOf, givenTable, givenTrials } from '../testing/given-trials.ts'

test('given a new trial, when its job has run, then the report is there', async () => {
  await using given = await givenTrials()
  await givenTable(given, COUNTS)
  const { id } = await given.trials.openTrial(given.ana, { charter: charterOf(given) })
  await assert.rejects(given.trials.getReport(given.ana, { id }), noReport.matches)

  await trialsJobs(given.deps)['trials.report']?.({ trialId: id })

  const report = await given.trials.getReport(given.ana, { id })
  assert.equal(report.trialId, id)
  assert.match(report.vintages[0]?.snapshot ?? '', /^\d+$/)
  assert.deepEqual([report.from, report.to], ['2024-01-01', '2024-02-29'])
})

test('given a trial of a feed, when a delivery was loaded, then a report is ordered', async () => {
  await using given = await givenTrials()
  const charter = charterOf(given, { feedId: 'feed-1' })
  await given.trials.openTrial(given.ana, { charter })
  const { pool } = given.lake.database
  await pool.query(`SELECT graphile_worker.complete_jobs(array_agg(id)) FROM graphile_worker.jobs`)

  const [subscription] = trialsSubscriptions(given.deps)
  await subscription?.handle({ feedId: 'feed-1' })

  const name = 'trials.report'
  const { rows } = await pool.query(
    `SELECT count(*)::int AS n FROM graphile_worker.jobs WHERE task_identifier = '${name}'`,
  )
  assert.deepEqual(rows, [{ n: 1 }])
})
