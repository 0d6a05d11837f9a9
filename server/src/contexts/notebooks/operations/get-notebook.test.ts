import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchNotebook } from '../errors.ts'
import { givenNotebooks, givenPerson } from '../testing/index.ts'

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
