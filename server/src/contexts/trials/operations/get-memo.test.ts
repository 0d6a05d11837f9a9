import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoTampered } from '../errors.ts'
import { charterOf, type GivenTrials, givenTrials } from '../testing/given-trials.ts'

const ONE_CHANGED = `ALTER TABLE trials.memos DISABLE TRIGGER memos_signed;
  UPDATE trials.memos SET memo = jsonb_set(memo, '{sections,0,markdown}', '"Buy, of course."')`

async function givenDecided(given: GivenTrials): Promise<{ id: string }> {
  const { id } = await given.trials.openTrial(given.ana, { charter: charterOf(given) })
  await given.trials.decideTrial(given.ana, { id, decision: 'no-buy', reasons: ['too dear'] })
  return { id }
}

test('given an open trial, when its memo is asked for, then it is a draft', async () => {
  await using given = await givenTrials()
  const { id } = await given.trials.openTrial(given.ana, { charter: charterOf(given) })

  const draft = await given.trials.getMemo(given.ana, { id })

  assert.equal(draft.digest, undefined)
  assert.deepEqual(draft.signatures, [])
  assert.match(draft.memo.sections[0]?.markdown ?? '', /Not decided yet/)
})

test('given a signed memo, when a row is changed, then the database refuses', async () => {
  await using given = await givenTrials()
  await givenDecided(given)
  const { pool } = given.lake.database

  await assert.rejects(pool.query(`UPDATE trials.memos SET digest = 'x'`), /is signed/)
  await assert.rejects(pool.query('DELETE FROM trials.memos'), /is signed/)
})

test('given a memo that was tampered with, when it is read, then that is found', async () => {
  await using given = await givenTrials()
  const decided = await givenDecided(given)
  await given.lake.database.pool.query(ONE_CHANGED)

  await assert.rejects(given.trials.getMemo(given.ana, decided), memoTampered.matches)
})
