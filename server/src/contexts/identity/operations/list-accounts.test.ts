import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenIdentity } from '../../../testing/identity.ts'

test('given two accounts, when people list them, then who governs sees both', async () => {
  await using given = await givenIdentity()
  const governance = await given.account({ name: 'governance' })
  const market = await given.account({ name: 'market' })
  const clerk = await given.user(governance.caller, 'clerk')
  const names = async (actor: Parameters<typeof given.identity.listAccounts>[0]) =>
    (await given.identity.listAccounts(actor)).map(({ name }) => name).sort()

  assert.deepEqual(await names('platform'), ['governance', 'market'])
  assert.deepEqual(await names(governance.caller), ['governance', 'market'])
  assert.deepEqual(await names(clerk), ['governance'])
  assert.deepEqual(await names(market.caller), ['market'])
})
