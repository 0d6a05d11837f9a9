import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidCharter, noSuchTrial } from '../errors.ts'
import { COUNTS, charterOf, givenTable, givenTrials, givenVendor } from '../testing/given-trials.ts'

test('given a frozen charter, when inputs are named, then they count and are told', async () => {
  await using given = await givenTrials()
  await givenTable(given, COUNTS)
  const licence = { users: 'five people', signedBy: 'ana' }
  const { id, charterDigest } = await given.trials.openTrial(given.ana, {
    charter: charterOf(given),
  })
  const before = await given.measured(id)

  const { named } = await given.trials.nameInputs(given.ana, {
    ...{ id, inputs: { licence, columns: { quasiIdentifiers: ['place'] } } },
  })

  const after = await given.measured(id)
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

test('given no right to the role, when a table is named, then it is not read as it', async () => {
  await using given = await givenTrials()
  const secret = await givenTable(given, { ...COUNTS, table: 'secret' })
  const { id } = await given.trials.openTrial(given.ana, { charter: charterOf(given) })
  const { identity } = given.lake
  await identity.createUser(given.ana, { name: 'cat' })
  const statement = { Effect: 'Allow', Action: 'millrace:*', Resource: '*' }
  const text = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
  const kind = { kind: 'user', name: 'cat', policyName: 'trials', text } as const
  await identity.putInlinePolicy(given.ana, kind)
  const cat = await given.caller(await identity.createAccessKey(given.ana, { userName: 'cat' }))
  const kpi = { table: secret, entity: 'place', period: 'day', value: 'count' }

  const naming = given.trials.nameInputs(cat, { id, inputs: { kpi } })

  await assert.rejects(naming, { code: 'identity.access-denied' })
  assert.deepEqual((await given.trials.getTrial(given.ana, { id })).namedLater, {})
})

test('given defaults that count, when named after a report, then they stay', async () => {
  await using given = await givenTrials()
  await using vendor = await givenVendor(given)
  await vendor.deliver('2024-01-01', 'day,place,count\n2024-01-01,p0,1\n')
  const columns = { entity: 'place' }
  const charter = charterOf(given, { feedId: vendor.feed.id, columns })
  const { id } = await given.trials.openTrial(given.ana, { charter })
  await given.measured(id)
  const name = (inputs: object) => given.trials.nameInputs(given.ana, { id, inputs })

  for (const inputs of [
    { columns: { numbers: [] } },
    { columns: { key: ['place'] } },
    { columns: { eventTime: 'place' } },
    { columns: { availableAt: 'day' } },
    { domains: [{ column: 'count', max: 1e9 }] },
  ])
    await assert.rejects(name(inputs), invalidCharter.matches, JSON.stringify(inputs))
  const { named } = await name({ columns: { quasiIdentifiers: ['place'] } })

  assert.deepEqual(named, ['columns.quasiIdentifiers'])
})

test('given a table without a feed, when its key is named, then nothing stood there', async () => {
  await using given = await givenTrials()
  const charter = charterOf(given, { columns: { entity: 'place' } })
  const { id } = await given.trials.openTrial(given.ana, { charter })
  const inputs = { columns: { eventTime: 'day', key: ['day', 'place'] }, domains: [DOMAIN] }

  const { named } = await given.trials.nameInputs(given.ana, { id, inputs })

  assert.deepEqual(named, ['domains', 'columns.eventTime', 'columns.key'])
})

const DOMAIN = { column: 'count', min: 0 }
