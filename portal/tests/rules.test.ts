import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Problem } from '@millrace/contract'
import { GOVERNANCE, ME } from './testing/answers/people.ts'
import { type Given, givenSteward } from './testing/steward.ts'

const DATASET = '/datasets/111111111111/mobility/flights'

let given: Given

before(async () => {
  given = await givenSteward()
})
after(() => given[Symbol.asyncDispose]())

test('given a new tag, when its effects are agreed to, then it is made as seen', async () => {
  const { page, dialog, agree, madeAsSeen } = await given.visit('/tags')
  await page.getByRole('button', { name: 'New tag' }).click()
  await dialog.getByLabel('Key').fill('region')
  await dialog.getByLabel('Allowed values').fill('Europe\namericas\n\neurope')

  await agree('Make the tag')

  const values = ['europe', 'americas']
  assert.deepEqual(madeAsSeen(), [{ does: 'create-tag', key: 'region', values }])
})

test('given other values of a tag, when changed, then only the difference is sent', async () => {
  const { page, dialog, agree, madeAsSeen } = await given.visit('/tags')
  await page.getByRole('button', { name: 'Change the values of sensitivity' }).click()
  await dialog.getByLabel('Allowed values').fill('internal\nrestricted')

  await agree('Change the values')

  const tag = { account: GOVERNANCE.id, key: 'sensitivity' }
  const change = { does: 'update-tag', ...tag, add: ['restricted'], remove: ['public'] }
  assert.deepEqual(madeAsSeen(), [change])
})

test('given a tag, when it shall go, then its effect is seen before it does', async () => {
  const { page, changes, dialog, madeAsSeen } = await given.visit('/tags')

  await page.getByRole('button', { name: 'Delete sensitivity' }).click()
  await dialog.getByText('It opens data that is tagged as restricted.').waitFor()
  assert.equal(changes.length, 1, 'to look deletes nothing')
  await dialog.getByRole('button', { name: 'Delete the tag' }).click()

  await dialog.waitFor({ state: 'hidden' })
  const gone = { does: 'delete-tag', account: GOVERNANCE.id, key: 'sensitivity' }
  assert.deepEqual(madeAsSeen(), [gone])
})

test('given tags of another account, when listed, then none of them can be changed', async () => {
  const { page } = await given.visit('/tags', { getMe: ME })

  await page.getByText('sensitivity').waitFor()

  assert.equal(await page.getByRole('button', { name: /sensitivity/ }).count(), 0)
})

test('given a mistake in a field, when sent, then it is told there and has the focus', async () => {
  const wrong: Problem = {
    code: 'governance.step-refused',
    kind: 'invalid',
    message: 'step 1, "+ tag é: a", is refused: Invalid tag key "!"',
    requestId: 'r',
    facts: { step: 1, reason: 'Invalid tag key "!"', field: 'key' },
  }
  const { page, dialog } = await given.visit('/tags', { planChanges: wrong })
  await page.getByRole('button', { name: 'New tag' }).click()
  await dialog.getByLabel('Key').fill('!')
  await dialog.getByLabel('Allowed values').fill('a')

  await page.keyboard.press('Tab')
  await dialog.getByRole('button', { name: 'See what it changes' }).press('Enter')

  await dialog.getByText('Invalid tag key "!"').waitFor()
  const field = dialog.getByLabel('Key')
  assert.equal(await field.getAttribute('aria-invalid'), 'true')
  const described = (await field.getAttribute('aria-describedby'))?.split(' ')[0] ?? ''
  const told = await page.locator(`[id="${described}"]`).textContent()
  assert.match(told ?? '', /Invalid tag key/)
  assert.equal(await page.evaluate('document.activeElement.ariaInvalid'), 'true')
})

test('given rules that changed meanwhile, when agreed to, then it is shown again', async () => {
  const stale: Problem = {
    ...{ code: 'governance.effects-changed', kind: 'conflict', requestId: 'r' },
    message: 'The rules have changed since the effects were shown: look at them again',
  }
  const { page, changes, dialog } = await given.visit('/tags', { applyChanges: stale })
  await page.getByRole('button', { name: 'Delete sensitivity' }).click()
  await dialog.getByRole('button', { name: 'Delete the tag' }).click()

  await dialog.getByText(/The rules were changed while you looked, so nothing was done/).waitFor()

  const done = changes.map(({ operation }) => operation)
  assert.deepEqual(done, ['planChanges', 'applyChanges', 'planChanges'])
  await dialog.getByRole('button', { name: 'Delete the tag' }).waitFor()
})

test('given a column, when a tag is set on it, then it is set there', async () => {
  const { page, dialog, agree, madeAsSeen } = await given.visit(`${DATASET}/tags`)
  await page.getByRole('button', { name: 'Set a tag on column carrier' }).click()
  await dialog.getByLabel('Tag').selectOption('sensitivity')
  await dialog.getByText('Now internal, from the table.').waitFor()
  await dialog.getByLabel('Value').selectOption('public')

  await agree('Set the tag')

  const of = { database: 'mobility', table: 'flights' }
  const change = {
    ...{ does: 'assign', account: GOVERNANCE.id },
    resource: { kind: 'columns', ...of, include: ['carrier'] },
    tags: [{ key: 'sensitivity', value: 'public' }],
  }
  assert.deepEqual(madeAsSeen(), [change])
})

test('given a tag of the table, when none is chosen, then its own is taken away', async () => {
  const { page, dialog, agree, madeAsSeen } = await given.visit(`${DATASET}/tags`)
  await page.getByRole('button', { name: 'Set a tag on table flights' }).click()
  await dialog.getByLabel('Tag').selectOption('sensitivity')

  await agree('Set the tag')

  const change = {
    ...{ does: 'unassign', account: GOVERNANCE.id },
    resource: { kind: 'table', database: 'mobility', table: 'flights' },
    tags: [{ key: 'sensitivity', value: 'internal' }],
  }
  assert.deepEqual(madeAsSeen(), [change])
})
