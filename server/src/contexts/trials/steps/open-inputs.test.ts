import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RELATIONS } from '../relations/index.ts'
import { findTrial } from '../store/trials.ts'
import { COUNTS, charterOf, givenTable, givenTrials } from '../testing/given-trials.ts'
import { actAsTrial } from './gate.ts'
import { openInputs } from './open-inputs.ts'

test('given no time for a report any more, when prepared, then no relation begins', async () => {
  await using given = await givenTrials()
  await givenTable(given, COUNTS)
  const { id } = await given.trials.openTrial(given.ana, { charter: charterOf(given) })
  const trial = await findTrial(given.deps.sql, id)
  assert.ok(trial)
  const reader = await actAsTrial(given.deps, trial)
  const limits = { metricSeconds: 600, endsAt: performance.now(), reportSeconds: 0 }

  await using inputs = await openInputs(given.deps, reader, { trial, limits })

  const asked = RELATIONS.filter(({ needs }) => !needs.some((one) => inputs.missing.has(one)))
  assert.equal(inputs.failures.length, asked.length)
  assert.match(inputs.failures[0] ?? '', /relation "data": the time of this report was over/)
})
