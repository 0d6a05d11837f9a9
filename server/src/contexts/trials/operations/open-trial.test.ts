import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidCharter } from '../errors.ts'
import type { TrialGrant } from '../index.ts'
import { COUNTS, charterOf, givenTable, givenTrials, readsUntil } from '../testing/given-trials.ts'

test('given a charter, when a trial is opened, then it runs with frozen bands', async () => {
  await using given = await givenTrials()

  const trial = await given.trials.openTrial(given.ana, { charter: charterOf(given) })

  assert.equal(trial.stage, 'running')
  assert.ok(trial.frozenAt)
  assert.equal(trial.frozenAtSnapshot, null)
  assert.equal(trial.endsAt.getTime() - trial.openedAt.getTime(), 90 * 86_400_000)
  const jobs = await given.lake.database.pool.query(
    `SELECT task_identifier FROM graphile_worker.jobs WHERE task_identifier LIKE 'trials.%'`,
  )
  const names = jobs.rows.map(({ task_identifier: name }) => name).sort()
  assert.deepEqual(names, ['trials.clock', 'trials.report'])
})

test('given data that was there before, when frozen, then the trial says so', async () => {
  await using given = await givenTrials()
  await givenTable(given, COUNTS)

  const trial = await given.trials.openTrial(given.ana, { charter: charterOf(given) })

  assert.match(trial.frozenAtSnapshot ?? '', /^\d+$/)
})

test('given senseless charters, when opened, then each is refused', async () => {
  await using given = await givenTrials()
  const open = (change: Parameters<typeof charterOf>[1]) =>
    given.trials.openTrial(given.ana, { charter: charterOf(given, change) })
  const band = { metric: 'D1', direction: 'at-least', limit: 99 } as const

  for (const change of [
    { days: 0 },
    { days: 181 },
    { title: ' ' },
    { bands: [band, band] },
    { bands: [{ ...band, metric: 'Z9' }] },
    { budgetUsd: Number.NaN },
  ])
    await assert.rejects(open(change), invalidCharter.matches)
})

test('given grants, when a trial is opened, then they end with it', async () => {
  await using given = await givenTrials()
  await givenTable(given, COUNTS)
  const grant = readsUntil(given, given.ben)

  const trial = await given.trials.openTrial(given.ana, {
    charter: charterOf(given),
    grants: [grant],
  })

  const scan = () => given.lake.catalog.scan(given.ben, charterOf(given).dataset)
  await (await scan())[Symbol.asyncDispose]()
  const rows = await given.lake.governance.listPermissions(given.ana, {
    ...{ catalogId: given.ana.accountId, principal: given.ben.principalArn },
  })
  assert.deepEqual(rows[0]?.endsAt, trial.endsAt)
})

test('given no right to grant, when opened with grants, then there is no trial', async () => {
  await using given = await givenTrials()
  await givenTable(given, COUNTS)
  const grants: TrialGrant[] = [readsUntil(given, given.ben)]

  const opening = given.trials.openTrial(given.ben, { charter: charterOf(given), grants })

  await assert.rejects(opening, { name: 'DomainError' })
  assert.deepEqual((await given.trials.listTrials(given.ana)).trials, [])
})
