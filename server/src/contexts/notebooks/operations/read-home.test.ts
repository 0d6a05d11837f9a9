import assert from 'node:assert/strict'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { givenNotebooks, givenPerson } from '../testing/index.ts'

test('given a shared home, when read, then files of people are told and no links', async () => {
  await using given = await givenNotebooks()
  const ana = await givenPerson(given, 'ana')
  const home = { name: 'trial:one', files: { 'trial.ipynb': '{}' } }
  await given.notebooks.openNotebook(ana, { roleArn: given.role, home })
  const directory = given.boxes.opened[0]?.notebook.directory ?? ''
  await mkdir(`${directory}/plots`, { recursive: true })
  await mkdir(`${directory}/.cache`)
  await writeFile(`${directory}/plots/first.csv`, 'a,b')
  await writeFile(`${directory}/.cache/kept`, 'secret')
  await symlink('/etc/hostname', `${directory}/host`)
  await symlink('/etc', `${directory}/system`)

  const found: [string, string][] = []
  for await (const file of given.notebooks.readHome({ ...home, accountId: ana.accountId }))
    found.push([file.path, (await file.content()).toString()])

  assert.deepEqual(found, [['plots/first.csv', 'a,b']])
})

test('given a shared home, when two open it, then it is one, and beside their own', async () => {
  await using given = await givenNotebooks()
  const [ana, ben] = [await givenPerson(given, 'ana'), await givenPerson(given, 'ben')]
  const home = { name: 'trial:one', files: { 'trial.ipynb': '{}' } }

  for (const person of [ana, ben])
    await given.notebooks.openNotebook(person, { roleArn: given.role, home })
  await given.notebooks.openNotebook(ana, {})

  const [one, two, own] = given.boxes.opened.map(({ notebook }) => notebook)
  assert.deepEqual([one?.directory, one?.userNumber], [two?.directory, two?.userNumber])
  assert.notEqual(own?.directory, one?.directory)
  const [{ order } = { order: undefined }] = given.boxes.sent
  assert.ok(order?.op === 'serve')
  assert.deepEqual(order.files, { 'trial.ipynb': '{}' })
})

test('given an own notebook as the role, when the home is opened, then it is told', async () => {
  await using given = await givenNotebooks()
  const ana = await givenPerson(given, 'ana')
  await given.notebooks.openNotebook(ana, { roleArn: given.role })

  const home = { name: 'trial:one', files: {} }
  const opening = given.notebooks.openNotebook(ana, { roleArn: given.role, home })

  await assert.rejects(opening, { code: 'notebooks.home-elsewhere' })
})
