import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { DATASET } from './testing/answers/data.ts'
import { type Given, givenSteward } from './testing/steward.ts'

const HERE = '/datasets/111111111111/mobility/flights'

let given: Given

before(async () => {
  given = await givenSteward()
})
after(() => given[Symbol.asyncDispose]())

test('given one’s dataset, when something is announced, then for its days', async () => {
  const { page, dialog, changes } = await given.visit(HERE, MINE)
  await page.getByRole('button', { name: 'Announce…' }).click()
  await dialog.getByLabel('What they should know').fill('Gates are late today.')
  await dialog.getByLabel('Until').fill('2026-03-05')

  await dialog.getByRole('button', { name: 'Announce', exact: true }).click()

  await dialog.waitFor({ state: 'hidden' })
  const body = { text: 'Gates are late today.', until: '2026-03-05T23:59:59.000Z' }
  assert.deepEqual(changes, [{ operation: 'announceDataset', body }])
})

test('given one’s dataset, when deprecated, then with what to use instead', async () => {
  const { page, dialog, changes } = await given.visit(HERE, MINE)
  await page.getByRole('button', { name: 'Deprecate…' }).click()
  await dialog.getByLabel('Why').fill('The vendor ends it.')
  await dialog.getByLabel('Use instead').fill('mobility.flights_v2')

  await dialog.getByRole('button', { name: 'Deprecate', exact: true }).click()

  await dialog.waitFor({ state: 'hidden' })
  const body = { reason: 'The vendor ends it.', replacement: 'mobility.flights_v2' }
  assert.deepEqual(changes, [{ operation: 'deprecateDataset', body }])
})

test('given an announcement, when withdrawn, then by its owner alone', async () => {
  const others = await given.visit(HERE, { getDataset: { ...DATASET, mayDocument: false } })
  await others.page.getByText('Gates join in May.').waitFor()
  assert.equal(await others.page.getByRole('button', { name: /^Withdraw/ }).count(), 0)
  const { page, dialog, changes } = await given.visit(HERE, MINE)

  await page.getByRole('button', { name: 'Withdraw: Gates join in May.' }).click()
  await dialog.getByText('Nobody is told any more').waitFor()

  const answered = page.waitForResponse(/withdrawal$/)
  await dialog.getByRole('button', { name: 'Withdraw it' }).click()

  await answered
  assert.deepEqual(
    changes.map(({ operation }) => operation),
    ['withdrawAnnouncement'],
  )
})

const MINE = { getDataset: { ...DATASET, mayDocument: true } }
