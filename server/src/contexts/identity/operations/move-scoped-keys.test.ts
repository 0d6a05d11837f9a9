import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../../foundation/sql.ts'
import { FROM_HOST, givenIdentity } from '../../../testing/identity.ts'

test('given keys of its own and no such user, when ends are moved, then they stay', async () => {
  await using given = await givenIdentity()
  const { caller, admin } = await given.account({ name: 'home' })
  const { accountId } = caller
  const move = (userName: string) =>
    transaction(given.sql, (tx) =>
      given.identity.moveScopedKeys(tx, { accountId, userName, endsAt: given.now() }),
    )

  await move(caller.arn.split('/').at(-1) ?? '')
  await move('agr-none')

  assert.ok(await given.identity.authenticate(admin, FROM_HOST))
})
