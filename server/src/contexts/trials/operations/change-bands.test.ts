import assert from 'node:assert/strict'
import { test } from 'node:test'
import { frozen } from '../errors.ts'
import { charterOf, givenTrials } from '../testing/given-trials.ts'

const bands = [{ metric: 'D1', direction: 'at-least', limit: 10 }] as const

test('given a trial before its start, when bands change, then their digest does', async () => {
  await using given = await givenTrials()
  const charter = charterOf(given, { compliance: [] })
  const { id, charterDigest } = await given.trials.openTrial(given.ana, { charter })

  await given.trials.changeBands(given.ana, { id, bands })

  const trial = await given.trials.getTrial(given.ana, { id })
  assert.deepEqual(trial.charter.bands, bands)
  assert.notEqual(trial.charterDigest, charterDigest)
})

test('given frozen bands, when anybody changes them, then it is refused', async () => {
  await using given = await givenTrials()
  const { id } = await given.trials.openTrial(given.ana, { charter: charterOf(given) })

  await assert.rejects(given.trials.changeBands(given.ana, { id, bands }), frozen.matches)
  const { pool } = given.lake.database
  const behind = pool.query(`UPDATE trials.trials SET charter = '{}'`)
  await assert.rejects(behind, /is frozen/)
  await assert.rejects(pool.query('UPDATE trials.trials SET frozen_at = NULL'), /is frozen/)
})
