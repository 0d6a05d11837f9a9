import assert from 'node:assert/strict'
import { test } from 'node:test'
import { trialsJobs } from '../index.ts'
import { charterOf, givenTrials, givenVendor } from '../testing/given-trials.ts'

const DAY_MS = 86_400_000

test('given a trial, when time passes, then it is reviewed, expires, is sealed', async () => {
  await using given = await givenTrials()
  const charter = charterOf(given, { days: 30 })
  const { id, openedAt } = await given.trials.openTrial(given.ana, { charter })
  const stageAfter = async (days: number) => {
    given.time.now = new Date(openedAt.getTime() + days * DAY_MS)
    await given.trials.watchTrials()
    given.time.now = undefined
    return (await given.trials.getTrial(given.ana, { id })).stage
  }

  assert.equal(await stageAfter(19), 'running')
  assert.equal(await stageAfter(21), 'review')
  assert.equal(await stageAfter(30), 'expired')

  const trial = await given.trials.getTrial(given.ana, { id })
  assert.ok(trial.sealedAt)
  assert.match(trial.verdict ?? '', /^tried, not decided until/)
  assert.equal(trial.mayDecide, false)
})

test('given a trial of a feed, when nobody decides, then the feed is fetched no more', async () => {
  await using given = await givenTrials()
  await using vendor = await givenVendor(given)
  const feedId = vendor.feed.id
  const charter = charterOf(given, { feedId, days: 30 })
  const { id, openedAt } = await given.trials.openTrial(given.ana, { charter })
  given.time.now = new Date(openedAt.getTime() + 30 * DAY_MS)

  await given.trials.watchTrials()

  const name = 'trials.end-deliveries'
  const waiting = 'SELECT task_identifier AS name FROM graphile_worker.jobs'
  const { rows } = await given.lake.database.pool.query<{ name: string }>(waiting)
  assert.ok(rows.some((job) => job.name === name))
  await trialsJobs(given.deps)[name]?.({ trialId: id })
  given.time.now = undefined
  assert.equal((await given.ingestion.getFeed(given.ana, { feedId })).state, 'paused')
  const { events } = await given.trials.getTrial(given.ana, { id })
  assert.ok(events.some(({ text, by }) => text === 'feed paused' && by === 'platform'))
})
