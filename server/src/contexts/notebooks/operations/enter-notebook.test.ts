import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchNotebook, notAdmitted, notebookEnded } from '../errors.ts'
import { givenNotebooks, givenPerson, settled } from '../testing/index.ts'

async function givenEntrance() {
  const given = await givenNotebooks()
  const ana = await givenPerson(given, 'ana')
  const { id } = await given.notebooks.openNotebook(ana, {})
  await settled(given, ana, id)
  return Object.assign(given, { ana, id })
}

test('given a code, when it is shown twice, then it lets in once', async () => {
  await using given = await givenEntrance()
  const shown = await given.notebooks.enterNotebook(given.ana, given.id)

  const pass = await given.notebooks.admit(shown)

  const { port } = shown
  assert.match(await given.notebooks.reach({ port, pass }), new RegExp(`${given.id}$`))
  await assert.rejects(given.notebooks.admit(shown), notAdmitted.matches)
})

test('given a code, when it is late, or shown at another port, then not', async () => {
  await using given = await givenEntrance()
  const late = await given.notebooks.enterNotebook(given.ana, given.id)
  const { code } = await given.notebooks.enterNotebook(given.ana, given.id)

  await assert.rejects(given.notebooks.admit({ port: 8672, code }), notAdmitted.matches)
  given.given.pass(31)
  await assert.rejects(given.notebooks.admit(late), notAdmitted.matches)
})

test('given a pass, when forged or shown at another port, then it opens nothing', async () => {
  await using given = await givenEntrance()
  const { port, code } = await given.notebooks.enterNotebook(given.ana, given.id)
  const pass = await given.notebooks.admit({ port, code })
  const forged = [`${given.id}.`, `${given.id}.${'A'.repeat(43)}`, `x${pass}`, '', '.']

  for (const one of forged)
    await assert.rejects(given.notebooks.reach({ port, pass: one }), notAdmitted.matches)
  await assert.rejects(given.notebooks.reach({ port: port + 1, pass }), notAdmitted.matches)
})

test('given another person, when they ask for a code, then it is not there', async () => {
  await using given = await givenEntrance()
  const ben = await givenPerson(given, 'ben')

  await assert.rejects(given.notebooks.enterNotebook(ben, given.id), noSuchNotebook.matches)
})

test('given an ended notebook, when its pass comes, then it says so', async () => {
  await using given = await givenEntrance()
  const { port, code } = await given.notebooks.enterNotebook(given.ana, given.id)
  const pass = await given.notebooks.admit({ port, code })
  await given.notebooks.stopNotebook(given.ana, given.id)
  await settled(given, given.ana, given.id, 'ended')

  await assert.rejects(given.notebooks.reach({ port, pass }), notebookEnded.matches)
  await assert.rejects(given.notebooks.enterNotebook(given.ana, given.id), notebookEnded.matches)
})

test('given a notebook that still starts, when a code is shown, then it waits', async () => {
  await using given = await givenNotebooks()
  given.boxes.serving = false
  const ana = await givenPerson(given, 'ana')
  const { id } = await given.notebooks.openNotebook(ana, {})
  const shown = await given.notebooks.enterNotebook(ana, id)

  const admitting = given.notebooks.admit(shown)
  given.boxes.tell({ event: 'message', box: `n-${id}`, message: { event: 'serving' } })

  assert.ok(await admitting)
})
