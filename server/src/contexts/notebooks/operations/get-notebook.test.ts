import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowing } from '../../../testing/identity.ts'
import { narrowedSession, noSuchNotebook } from '../errors.ts'
import { givenNotebooks, givenPerson, settled } from '../testing/index.ts'

test('given notebooks of two people, when listed, then each sees their own', async () => {
  await using given = await givenNotebooks()
  const [ana, ben] = [await givenPerson(given, 'ana'), await givenPerson(given, 'ben')]
  const { id } = await given.notebooks.openNotebook(ana, {})
  await given.notebooks.openNotebook(ben, {})

  const listed = await given.notebooks.listNotebooks(ana)

  assert.deepEqual(
    listed.map((notebook) => notebook.id),
    [id],
  )
  await assert.rejects(given.notebooks.getNotebook(ben, id), noSuchNotebook.matches)
})

test('given two people in one role, when each opens one, then they are two owners', async () => {
  await using given = await givenNotebooks()
  const { identity } = given.given
  await identity.putInlinePolicy(given.admin, {
    kind: 'role',
    name: 'research',
    policyName: 'own',
    text: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'millrace:OpenNotebook', Resource: '*' }],
    }),
  })
  const sessions = await Promise.all(
    ['ana', 'ben'].map(async (sessionName) => {
      const person = await givenPerson(given, sessionName)
      return (await identity.assumeRole(person, { roleArn: given.role, sessionName })).caller
    }),
  )

  const opened = sessions.map((caller) => given.notebooks.openNotebook(caller, {}))

  const [one, two] = await Promise.all(opened)
  assert.notEqual(one?.id, two?.id)
  assert.notEqual(one?.homeNumber, two?.homeNumber)
})

test('given a session of less rights, when it has an owner’s name, then no notebook', async () => {
  await using given = await givenNotebooks()
  const { identity } = given.given
  const text = JSON.stringify(allowing('*'))
  const policy = { kind: 'role', name: 'research', policyName: 'own', text } as const
  await identity.putInlinePolicy(given.admin, policy)
  const as = async (narrowed: object) => {
    const command = { roleArn: given.role, sessionName: 'ana', ...narrowed }
    return (await identity.assumeRole(given.admin, command)).caller
  }
  const owner = await as({})
  const { id } = await given.notebooks.openNotebook(owner, {})
  await settled(given, owner, id)
  const narrow = await as({ policy: JSON.stringify(allowing('millrace:OpenNotebook')) })

  const { notebooks } = given
  await assert.rejects(notebooks.enterNotebook(narrow, id), noSuchNotebook.matches)
  await assert.rejects(notebooks.stopNotebook(narrow, id), noSuchNotebook.matches)
  await assert.rejects(notebooks.openNotebook(narrow, {}), narrowedSession.matches)
  assert.deepEqual(await notebooks.listNotebooks(narrow), [])
  assert.equal(await notebooks.openTo(narrow), false)
  assert.equal(await notebooks.openTo(owner), true)
})
