import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notFound } from '../errors.ts'
import {
  approve,
  arn,
  givenTable,
  grantOfTrades,
  home,
  table,
  trades,
} from '../testing/given-governance.ts'

const DAY_MS = 86_400_000

/** The analyst reads trades for thirty days. */
async function givenTerm() {
  const given = await givenTable()
  const { governance, caller, now } = given
  const endsAt = new Date(now.at.getTime() + 30 * DAY_MS)
  await governance.grantPermissions(caller('admin'), { ...grantOfTrades, endsAt })
  const to = (user: string) => governance.endingGrants(caller(user), {})
  return {
    ...given,
    endsAt,
    to,
    later: (days: number) => new Date(now.at.getTime() + days * DAY_MS),
  }
}

test('given a grant with an end, when it comes near, then both sides are reminded', async () => {
  await using given = await givenTerm()
  const { to, now } = given
  assert.deepEqual([await to('analyst'), await to('admin')], [[], []])

  now.at = given.later(16)

  for (const user of ['analyst', 'admin'])
    assert.deepEqual(
      (await to(user)).map(({ principal, endsAt }) => [principal, endsAt]),
      [[arn('analyst'), given.endsAt]],
    )
  assert.deepEqual(await to('eve'), [])
})

test('given a reminder, when the access is asked for anew, then it goes on', async () => {
  await using given = await givenTerm()
  const { governance, caller, now, to } = given
  now.at = given.later(29)
  const wish = { catalogId: home, resource: trades, purpose: 'go on', permissions: ['SELECT'] }
  const { id } = await governance.requestAccess(caller('analyst'), {
    ...{ ...wish, resource: trades, permissions: ['SELECT'] },
    endsAt: given.later(60),
  })

  await approve(given, caller('admin'), { id })

  assert.deepEqual([await to('analyst'), await to('admin')], [[], []])
  now.at = given.later(3)
  await governance.demandTable(caller('analyst'), table.id, 'SELECT')
  now.at = given.later(90)
  const read = governance.demandTable(caller('analyst'), table.id, 'SELECT')
  await assert.rejects(read, notFound.matches)
})
