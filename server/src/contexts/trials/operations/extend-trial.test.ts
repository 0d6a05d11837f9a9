import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidExtension } from '../errors.ts'
import { COUNTS, charterOf, givenTable, givenTrials, readsUntil } from '../testing/given-trials.ts'

const DAY_MS = 86_400_000

test('given one who asked, when a second asks, then the end and grants move', async () => {
  await using given = await givenTrials()
  await givenTable(given, COUNTS)
  const grants = [readsUntil(given, given.eve)]
  const { id, endsAt: end } = await given.trials.openTrial(given.ana, {
    ...{ charter: charterOf(given), grants: [] },
  })
  await given.trials.giveTrialAccess(given.ana, {
    ...{ id, grants: grants.map((one) => ({ ...one, principal: given.ben.principalArn })) },
  })
  const endsAt = new Date(end.getTime() + 10 * DAY_MS)
  const extend = (caller: typeof given.ana) =>
    given.trials.extendTrial(caller, { id, endsAt, reason: 'the vendor was late' })

  const first = await extend(given.ben)
  const again = await extend(given.ben)
  const before = await given.trials.getTrial(given.ana, { id })
  const second = await extend(given.ana)

  assert.deepEqual(
    [first, again, second].map(({ extended }) => extended),
    [false, false, true],
  )
  assert.deepEqual(before.endsAt, end)
  const after = await given.trials.getTrial(given.ana, { id })
  assert.deepEqual([after.endsAt, after.grants[0]?.endsAt], [endsAt, endsAt])
  const whose = { catalogId: given.ana.accountId, principal: given.ben.principalArn }
  const rows = await given.lake.governance.listPermissions(given.ana, whose)
  assert.deepEqual(
    rows.map((row) => row.endsAt),
    [endsAt],
  )
})

test('given a box of 180 days, when more is asked for, then it is refused', async () => {
  await using given = await givenTrials()
  const charter = charterOf(given, { days: 170 })
  const { id, endsAt } = await given.trials.openTrial(given.ana, { charter })
  const extend = (days: number, reason = 'because') =>
    given.trials.extendTrial(given.ana, {
      ...{ id, reason, endsAt: new Date(endsAt.getTime() + days * DAY_MS) },
    })

  await assert.rejects(extend(11), invalidExtension.matches)
  await assert.rejects(extend(-1), invalidExtension.matches)
  await assert.rejects(extend(5, ' '), invalidExtension.matches)
})
