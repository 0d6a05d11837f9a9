import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { DATASET } from './testing/answers/data.ts'
import { DIRECTOR } from './testing/answers/people.ts'
import { RULES } from './testing/answers/rules.ts'
import { type Given, givenSteward } from './testing/steward.ts'

const HERE = '/datasets/111111111111/mobility/flights'

let given: Given

before(async () => {
  given = await givenSteward()
})
after(() => given[Symbol.asyncDispose]())

test('given a rule of approval, when one more is made, then both are kept', async () => {
  const { page, dialog, changes } = await given.visit('/approvals/rules')
  await page.getByRole('button', { name: 'New rule' }).click()
  await dialog.getByLabel('Name').fill('public too')
  await dialog.getByLabel('Tagged with').selectOption('sensitivity')
  await dialog.getByLabel('public').check()
  await dialog.getByLabel('Who can approve').fill(`${DIRECTOR}\n`)
  await dialog.getByLabel('How many persons').fill('1')

  await dialog.getByRole('button', { name: 'Keep the rule' }).click()

  await dialog.waitFor({ state: 'hidden' })
  const expression = [{ key: 'sensitivity', values: ['public'] }]
  const more = { name: 'public too', expression, approvers: [DIRECTOR], persons: 1 }
  const body = { rules: [...RULES.rules, more] }
  assert.deepEqual(changes, [{ operation: 'putApprovalRules', body }])
})

test('given a rule of approval, when deleted, then what follows is said before', async () => {
  const { page, dialog, changes } = await given.visit('/approvals/rules')
  await page.getByRole('button', { name: 'Delete the rule restricted data' }).click()
  await dialog.getByText('decide on them, also on those that are open now').waitFor()
  assert.deepEqual(changes, [])

  await dialog.getByRole('button', { name: 'Delete the rule' }).click()

  await dialog.waitFor({ state: 'hidden' })
  assert.deepEqual(changes, [{ operation: 'putApprovalRules', body: { rules: [] } }])
})

test('given reminders, when one more is added, then those of before stay', async () => {
  const { page, changes } = await given.visit('/approvals/reminders')
  await page.getByLabel('By').selectOption('web hook')
  await page.getByLabel('Address of the web hook').fill('https://hooks.example.org/a')

  const answered = page.waitForResponse(/reminders$/)
  await page.getByRole('button', { name: 'Add' }).click()

  await answered
  const targets = [
    { kind: 'mail', address: 'desk@example.org' },
    { kind: 'webhook', url: 'https://hooks.example.org/a' },
  ]
  assert.deepEqual(changes, [{ operation: 'putReminderTargets', body: { targets } }])
})

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
