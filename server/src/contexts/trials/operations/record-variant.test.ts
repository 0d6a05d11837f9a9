import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchTrial } from '../errors.ts'
import { variantsOf } from '../store/trial-parts.ts'
import { charterOf, givenTrials } from '../testing/given-trials.ts'

test('given tries of a signal, when recorded, then each name counts once', async () => {
  await using given = await givenTrials()
  const { id } = await given.trials.openTrial(given.ana, { charter: charterOf(given) })
  const record = (name: string, sharpe?: number) =>
    given.trials.recordVariant(given.ana, { id, name, sharpe })
  await record('mean of a week', 0.4)
  await record('mean of a month')

  const again = await record('mean of a week', 0.6)

  const report = await given.measured(id)
  const tried = report.sections.flatMap(({ metrics }) => metrics).find((one) => one.id === 'S6')
  assert.equal(again.count, 2)
  assert.equal(tried?.value, 2)
  const stranger = given.trials.recordVariant(given.eve, { id, name: 'mine' })
  await assert.rejects(stranger, noSuchTrial.matches)
})

test('given a try with its ratio, when recorded without one, then the ratio stays', async () => {
  await using given = await givenTrials()
  const { id } = await given.trials.openTrial(given.ana, { charter: charterOf(given) })
  await given.trials.recordVariant(given.ana, { id, name: 'mean of a week', sharpe: 0.4 })

  await given.trials.recordVariant(given.ana, { id, name: 'mean of a week' })

  const [kept] = await variantsOf(given.deps.sql, id)
  assert.equal(kept?.sharpe, 0.4)
})
