import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noFreePort } from '../errors.ts'
import { givenNotebooks, givenPerson, settled } from '../testing/index.ts'

const denied = { code: 'identity.access-denied' }

test('given a role that may be assumed, when opened, then its box gets its rights', async () => {
  await using given = await givenNotebooks()
  const ana = await givenPerson(given, 'ana')

  const { id } = await given.notebooks.openNotebook(ana, { roleArn: given.role })

  const notebook = await settled(given, ana, id)
  const { box, order } = given.boxes.sent[0]!
  assert.equal(box, `n-${id}`)
  assert.ok(order.op === 'serve')
  assert.deepEqual(order.catalogs, { lake: ana.accountId, own: ana.accountId })
  const inside = await given.given.identity.authenticate(order.credentials, { box })
  assert.equal(inside.caller.principalArn, given.role)
  assert.match(inside.caller.arn, /assumed-role\/research\/ana$/)
  assert.equal(notebook.port, 8671)
  const outside = given.given.identity.authenticate(order.credentials, { box: undefined })
  await assert.rejects(outside, { code: 'credentials.bound-elsewhere' })
})

test('given no role, when opened, then the notebook has the rights of its owner', async () => {
  await using given = await givenNotebooks()
  const ana = await givenPerson(given, 'ana')

  const { id } = await given.notebooks.openNotebook(ana, {})

  await settled(given, ana, id)
  const { box, order } = given.boxes.sent[0]!
  assert.ok(order.op === 'serve')
  const { caller } = await given.given.identity.authenticate(order.credentials, { box })
  assert.equal(caller.arn, ana.arn)
})

test('given an open notebook, when opened again, then it is the same one', async () => {
  await using given = await givenNotebooks()
  const ana = await givenPerson(given, 'ana')
  const first = await given.notebooks.openNotebook(ana, { roleArn: given.role })

  const again = await given.notebooks.openNotebook(ana, { roleArn: given.role })
  const other = await given.notebooks.openNotebook(ana, {})

  assert.equal(again.id, first.id)
  assert.notEqual(other.id, first.id)
  const [one, two] = given.boxes.opened.map(({ notebook }) => notebook)
  assert.equal(one?.directory, two?.directory)
})

test('given two people, when each opens one, then homes and users differ', async () => {
  await using given = await givenNotebooks()
  const [ana, ben] = [await givenPerson(given, 'ana'), await givenPerson(given, 'ben')]

  for (const person of [ana, ben]) await given.notebooks.openNotebook(person, {})

  const [one, two] = given.boxes.opened.map(({ notebook }) => notebook)
  assert.notEqual(one?.directory, two?.directory)
  assert.notEqual(one?.userNumber, two?.userNumber)
})

test('given no right to a role, or to notebooks, when opened, then nothing starts', async () => {
  await using given = await givenNotebooks()
  const nobody = await given.given.user(given.admin, 'nobody')
  const ana = await givenPerson(given, 'ana')
  const roleArn = given.role.replace('research', 'other')

  await assert.rejects(given.notebooks.openNotebook(nobody, {}), denied)
  await assert.rejects(given.notebooks.openNotebook(ana, { roleArn }), denied)

  assert.deepEqual(given.boxes.opened, [])
  assert.equal(given.held.size, 0)
})

test('given every port taken, when one more is opened, then it is said', async () => {
  await using given = await givenNotebooks()
  for (const name of ['ana', 'ben', 'cleo'])
    await given.notebooks.openNotebook(await givenPerson(given, name), {})

  const more = given.notebooks.openNotebook(await givenPerson(given, 'dan'), {})

  await assert.rejects(more, noFreePort.matches)
  assert.equal(given.held.size, 4)
})
