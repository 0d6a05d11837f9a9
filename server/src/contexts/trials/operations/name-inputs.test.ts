import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidCharter, noSuchTrial } from '../errors.ts'
import { COUNTS, charterOf, givenTable, givenTrials } from '../testing/given-trials.ts'

test('given a frozen charter, when inputs are named, then they count and are told', async () => {
  await using given = await givenTrials()
  await givenTable(given, COUNTS)
  const licence = { users: 'five people', signedBy: 'ana' }
  const { id, charterDigest } = await given.trials.openTrial(given.ana, {
    charter: charterOf(given),
  })
  const before = await given.trials.refreshReport(given.ana, { id })

  const { named } = await given.trials.nameInputs(given.ana, {
    ...{ id, inputs: { licence, columns: { quasiIdentifiers: ['place'] } } },
  })

  const after = await given.trials.refreshReport(given.ana, { id })
  const metric = (report: typeof after, wanted: string) =>
    report.sections.flatMap(({ metrics }) => metrics).find((one) => one.id === wanted)
  assert.deepEqual(named, ['licence', 'columns.quasiIdentifiers'])
  assert.equal(before.namedLater, undefined)
  assert.deepEqual(after.namedLater, named)
  assert.equal(metric(before, 'R4')?.missing, 'terms of the licence')
  assert.match(metric(before, 'R4')?.remedy ?? '', /`licence`/)
  assert.equal(metric(after, 'R4')?.value, 25)
  assert.equal(metric(after, 'R2')?.value, 50)
  const trial = await given.trials.getTrial(given.ana, { id })
  assert.equal(trial.charterDigest, charterDigest)
  assert.ok(trial.events.some(({ text }) => text.startsWith('named later: licence')))
})

test('given what is named, when named again, then it stays; strangers see no trial', async () => {
  await using given = await givenTrials()
  const { id } = await given.trials.openTrial(given.ana, { charter: charterOf(given) })
  const name = (inputs: object, caller = given.ana) =>
    given.trials.nameInputs(caller, { id, inputs })
  await name({ licence: { users: 'five people' } })

  await assert.rejects(name({ licence: { users: 'everybody' } }), invalidCharter.matches)
  await assert.rejects(name({ columns: { entity: 'day' } }), invalidCharter.matches)
  await assert.rejects(name({}), invalidCharter.matches)
  await assert.rejects(name({ kpi: {} }, given.eve), noSuchTrial.matches)
})
