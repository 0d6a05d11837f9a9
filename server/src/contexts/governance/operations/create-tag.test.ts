import assert from 'node:assert/strict'
import { test } from 'node:test'
import { denied, invalidInput, notFound } from '../errors.ts'
import { givenTable, home } from '../testing/given-governance.ts'

const desk = { catalogId: home, key: 'Desk', values: ['FX', 'Rates'] }

test('given a tag in capitals, when it is read, then key and values are folded', async () => {
  await using given = await givenTable()
  await given.governance.createTag(given.caller('admin'), desk)

  const tag = await given.governance.getTag(given.caller('admin'), desk)

  assert.deepEqual(tag, { accountId: home, key: 'desk', values: ['fx', 'rates'] })
})

test('given a tag, when it is created again, then it is invalid input', async () => {
  await using given = await givenTable()
  await given.governance.createTag(given.caller('admin'), desk)

  const again = given.governance.createTag(given.caller('admin'), { ...desk, key: 'DESK' })

  await assert.rejects(again, invalidInput.matches)
})

test('given no right on tags, when one is made or read, then it is refused', async () => {
  await using given = await givenTable()
  await given.governance.createTag(given.caller('admin'), desk)

  const made = () => given.governance.createTag(given.caller('eve'), { ...desk, key: 'x' })
  const read = () => given.governance.getTag(given.caller('eve'), desk)

  await Promise.all([assert.rejects(made, denied.matches), assert.rejects(read, notFound.matches)])
  const all = { catalogId: home, shared: 'ALL' } as const
  assert.deepEqual(await given.governance.listTags(given.caller('eve'), all), [])
})
