import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  COUNTS,
  charterOf,
  givenTable,
  givenTrials,
  reads,
  readsUntil,
} from '../testing/given-trials.ts'

test('given a trial, when access is given, then it works, ends with it, and is kept', async () => {
  await using given = await givenTrials()
  await givenTable(given, COUNTS)
  const { id, endsAt } = await given.trials.openTrial(given.ana, { charter: charterOf(given) })
  const grants = [readsUntil(given, given.ben)]

  await given.trials.giveTrialAccess(given.ana, { id, grants })
  await given.trials.giveTrialAccess(given.ana, { id, grants })

  assert.equal(await reads(given, given.ben), true)
  const trial = await given.trials.getTrial(given.ana, { id })
  assert.deepEqual(
    trial.grants.map((grant) => [grant.given, grant.endsAt]),
    [[grants[0], endsAt]],
  )
})

test('given who may not grant, when access is given, then it is refused and not kept', async () => {
  await using given = await givenTrials()
  await givenTable(given, COUNTS)
  const { id } = await given.trials.openTrial(given.ana, { charter: charterOf(given) })

  const giving = given.trials.giveTrialAccess(given.ben, {
    ...{ id, grants: [readsUntil(given, given.ben)] },
  })

  await assert.rejects(giving, { name: 'DomainError' })
  assert.deepEqual((await given.trials.getTrial(given.ana, { id })).grants, [])
  assert.equal(await reads(given, given.ben), false)
})
