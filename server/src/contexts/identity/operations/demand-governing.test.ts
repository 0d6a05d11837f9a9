import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowing, givenIdentity } from '../../../testing/identity.ts'
import { accessDenied } from '../errors.ts'

test('given all rights, when its account does not govern, then it is refused', async () => {
  await using given = await givenIdentity()
  const governing = await given.account({ name: 'governance' })
  const other = await given.account({ name: 'market' })
  const weak = await given.user(governing.caller, 'ana', allowing('s3:*'))
  const request = { action: 'millrace:ListAccounts', resource: '*' }

  await given.identity.demandGoverning(governing.caller, request)

  for (const caller of [other.caller, weak])
    await assert.rejects(given.identity.demandGoverning(caller, request), accessDenied.matches)
})
