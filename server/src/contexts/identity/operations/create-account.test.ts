import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenIdentity } from '../../../testing/identity.ts'
import { accessDenied, accountExists, invalidInput } from '../errors.ts'

test('given no account, when one is created, then it governs', async () => {
  await using given = await givenIdentity()

  const first = await given.account({ name: 'governance', id: '111111111111' })
  const second = await given.account({ name: 'market' })

  assert.match(first.admin.secretAccessKey, /^[A-Za-z0-9]{40}$/)
  assert.match(second.accountId, /^\d{12}$/)
  const accounts = await given.identity.accounts()
  assert.deepEqual(
    accounts.filter(({ governing }) => governing).map(({ id }) => id),
    ['111111111111'],
  )
  const may = await given.identity.allows(first.caller, { action: 'glue:GetTable', resource: '*' })
  assert.equal(may, true)
})

test('given an account, when its name or id is taken again, then it is refused', async () => {
  await using given = await givenIdentity()
  await given.account({ name: 'market', id: '222222222222' })

  const sameName = () => given.account({ name: 'market' })
  const sameId = () => given.account({ name: 'other', id: '222222222222' })

  await assert.rejects(sameName, accountExists.matches)
  await assert.rejects(sameId, accountExists.matches)
  await assert.rejects(given.account({ name: 'x', id: '12' }), invalidInput.matches)
})

test('given another account’s admin, when it creates accounts, then it is refused', async () => {
  await using given = await givenIdentity()
  const governing = await given.account({ name: 'governance' })
  const other = await given.account({ name: 'market' })

  await given.identity.createAccount(governing.caller, { name: 'third' })
  const refused = () => given.identity.createAccount(other.caller, { name: 'fourth' })

  await assert.rejects(refused, accessDenied.matches)
})
