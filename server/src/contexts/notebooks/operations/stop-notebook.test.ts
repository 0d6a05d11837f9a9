import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowing, trusting } from '../../../testing/identity.ts'
import { noSuchNotebook } from '../errors.ts'
import { givenNotebooks, givenPerson, settled } from '../testing/index.ts'

test('given a notebook, when stopped, then it ends and gives back what it held', async () => {
  await using given = await givenNotebooks()
  const ana = await givenPerson(given, 'ana')
  const { id } = await given.notebooks.openNotebook(ana, {})

  await given.notebooks.stopNotebook(ana, id)

  const ended = await settled(given, ana, id, 'ended')
  assert.equal(ended.reason, 'it was stopped by its owner')
  assert.equal(given.held.size, 0)
})

test('given another person, when they stop it, then it is not there and goes on', async () => {
  await using given = await givenNotebooks()
  const [ana, ben] = [await givenPerson(given, 'ana'), await givenPerson(given, 'ben')]
  const { id } = await given.notebooks.openNotebook(ana, {})

  await assert.rejects(given.notebooks.stopNotebook(ben, id), noSuchNotebook.matches)

  assert.deepEqual(await given.notebooks.listNotebooks(ben), [])
  await settled(given, ana, id)
})

test('given an account, when it is switched off, then its notebooks end', async () => {
  await using given = await givenNotebooks()
  const ana = await givenPerson(given, 'ana')
  const { id } = await given.notebooks.openNotebook(ana, {})
  const [{ handle } = assert.fail()] = given.notebooks.subscriptions()

  await handle({ accountId: ana.accountId })

  const { reason } = await settled(given, ana, id, 'ended')
  assert.equal(reason, 'its account was switched off')
})

test('given a notebook in another’s role, when its maker’s is off, then it ends', async () => {
  await using given = await givenNotebooks()
  const { identity } = given.given
  const maker = await given.given.account({ name: 'maker' })
  const trust = trusting({ AWS: maker.accountId })
  const { arn: roleArn } = await identity.createRole(given.admin, { name: 'guest', trust })
  const text = JSON.stringify(allowing('millrace:OpenNotebook'))
  const policy = { kind: 'role', name: 'guest', policyName: 'own', text } as const
  await identity.putInlinePolicy(given.admin, policy)
  const guest = await identity.assumeRole(maker.caller, { roleArn, sessionName: 'in' })
  const { id } = await given.notebooks.openNotebook(guest.caller, {})
  await settled(given, guest.caller, id)
  const [{ handle } = assert.fail()] = given.notebooks.subscriptions()

  await handle({ accountId: maker.accountId })

  const { reason } = await settled(given, guest.caller, id, 'ended')
  assert.equal(reason, 'its account was switched off')
})

test('given a shared home, when it is ended, then its notebooks end and no others', async () => {
  await using given = await givenNotebooks()
  const ana = await givenPerson(given, 'ana')
  const home = { name: 'trial:one', files: {} }
  const { id } = await given.notebooks.openNotebook(ana, { roleArn: given.role, home })
  const own = await given.notebooks.openNotebook(ana, {})
  await settled(given, ana, own.id)

  const name = { name: 'trial:one', accountId: ana.accountId }
  const open = await given.notebooks.endHome(name)

  assert.equal(open, 1)
  assert.equal((await settled(given, ana, id, 'ended')).reason, 'its home is closed')
  assert.equal((await given.notebooks.getNotebook(ana, own.id)).state, 'running')
  assert.equal(await given.notebooks.endHome(name), 0)
})

test('given a role that ends, when it is heard, then notebooks that work as it end', async () => {
  await using given = await givenNotebooks()
  const ana = await givenPerson(given, 'ana')
  const { id } = await given.notebooks.openNotebook(ana, { roleArn: given.role })
  await settled(given, ana, id)

  const endedAt = given.given.now().toISOString()
  for (const { event, handle } of given.notebooks.subscriptions())
    if (event === 'identity.role-ended') await handle({ roleArn: given.role, endedAt })

  assert.equal((await settled(given, ana, id, 'ended')).reason, 'its role is no more')
})
