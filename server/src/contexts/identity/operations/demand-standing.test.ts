import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FROM_HOST, givenIdentity } from '../../../testing/identity.ts'
import { accountIsolated, boundElsewhere } from '../errors.ts'

test('given a holder, when its box is another or its account off, then it is refused', async () => {
  await using given = await givenIdentity()
  await given.account({ name: 'governance' })
  const { caller, accountId } = await given.account({ name: 'market' })
  const holder = { ...caller, boundTo: 'box-1' }
  await given.identity.demandStanding(holder, { box: 'box-1' })

  const elsewhere = given.identity.demandStanding(holder, FROM_HOST)

  await assert.rejects(elsewhere, boundElsewhere.matches)
  await given.identity.isolateAccount('platform', { accountId })
  const off = given.identity.demandStanding(holder, { box: 'box-1' })
  await assert.rejects(off, accountIsolated.matches)
})
