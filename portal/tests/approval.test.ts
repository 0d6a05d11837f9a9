import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Problem } from '@millrace/contract'
import { DIRECTOR, QUANT } from './testing/answers/people.ts'
import { REQUEST, SHOWN_REQUEST } from './testing/answers/requests.ts'
import { RULES, RULES_PLAN } from './testing/answers/rules.ts'
import { violations } from './testing/axe.ts'
import { type Given, givenSteward } from './testing/steward.ts'

const OTHERS_CHANGED: Problem = {
  ...{ code: 'governance.changed-meanwhile', kind: 'conflict', requestId: 'r' },
  message: 'the rules of approval has changed since it was read: read it again',
}

let given: Given

before(async () => {
  given = await givenSteward()
})
after(() => given[Symbol.asyncDispose]())

test('given a request that rules give to others, when looked at, then only to refuse', async () => {
  const { seen: _, ...unseen } = SHOWN_REQUEST
  const { page } = await given.visit('/approvals', {
    listAccessRequests: { items: [{ ...REQUEST, mayGrant: false }] },
    getAccessRequest: { ...unseen, mayGrant: false, waitsFor: [], approvals: [] },
  })

  await page.getByRole('button', { name: /^Refuse: .*quant on/ }).click()

  await page.getByText('Rules name others to approve this').waitFor()
  await page.getByRole('button', { name: 'Refuse', exact: true }).waitFor()
  assert.equal(await page.getByRole('button', { name: 'Grant' }).count(), 0)
  assert.deepEqual(await violations(page), [])
})

test('given a grant they cannot make, when looked at, then only to refuse', async () => {
  const { seen: _, ...unseen } = SHOWN_REQUEST
  const { page } = await given.visit('/approvals', {
    getAccessRequest: { ...unseen, mayGrant: false, refusal: 'Entity Not Found', approvals: [] },
  })

  await page.getByRole('button', { name: /^Look and decide: .*quant on/ }).click()

  await page.getByText('but can refuse it: Entity Not Found').waitFor()
  await page.getByRole('button', { name: 'Refuse', exact: true }).waitFor()
  assert.equal(await page.getByText('Rules name others').count(), 0)
  assert.equal(await page.getByRole('button', { name: 'Grant' }).count(), 0)
})

test('given a rule of approval, when one more is made, then both are kept as seen', async () => {
  const { page, dialog, changes } = await given.visit('/approvals/rules')
  await page.getByRole('button', { name: 'New rule' }).click()
  await dialog.getByLabel('Name').fill('public too')
  await dialog.getByLabel('Tagged with').selectOption('sensitivity')
  await dialog.getByLabel('public').check()
  await dialog.getByLabel('Who can approve').fill(`${DIRECTOR}\n`)
  await dialog.getByLabel('How many persons').fill('1')
  await dialog.getByRole('button', { name: 'See what it changes' }).click()
  await dialog.getByText('an admin of who asks').waitFor()
  assert.deepEqual(await violations(page), [])

  await dialog.getByRole('button', { name: 'Keep the rule' }).click()

  await dialog.waitFor({ state: 'hidden' })
  const expression = [{ key: 'sensitivity', values: ['public'] }]
  const more = { name: 'public too', expression, approvers: [DIRECTOR], persons: 1 }
  const rules = [...RULES.rules, more]
  assert.deepEqual(changes, [
    { operation: 'planApprovalRules', body: { rules } },
    { operation: 'putApprovalRules', body: { rules, version: 7, digest: 'd-rules' } },
  ])
})

test('given a rule of approval, when deleted, then what follows is said before', async () => {
  const { page, dialog, changes } = await given.visit('/approvals/rules')
  await page.getByRole('button', { name: 'Delete the rule restricted data' }).click()
  await dialog.getByText('decide on them, also on those that are open now').waitFor()
  assert.deepEqual(changes, [])
  await dialog.getByRole('button', { name: 'See what it changes' }).click()
  await dialog.getByText('1 of director (restricted data)').waitFor()

  await dialog.getByRole('button', { name: 'Delete the rule' }).click()

  await dialog.waitFor({ state: 'hidden' })
  const body = { rules: [], version: 7, digest: 'd-rules' }
  assert.deepEqual(changes.at(-1), { operation: 'putApprovalRules', body })
})

test('given rules of others meanwhile, when kept, then they are shown and nothing is', async () => {
  const { page, dialog, changes } = await given.visit('/approvals/rules', {
    putApprovalRules: OTHERS_CHANGED,
  })
  await page.getByRole('button', { name: 'Delete the rule restricted data' }).click()
  await dialog.getByRole('button', { name: 'See what it changes' }).click()
  const keep = dialog.getByRole('button', { name: 'Delete the rule' })
  await keep.waitFor()
  await page.unroute('**/api/v1/access/rules')
  const theirs = { ...RULES.rules[0]!, name: 'of somebody else', approvers: [QUANT] }
  const now = { ...RULES, version: 8, rules: [...RULES.rules, theirs] }
  await page.route('**/api/v1/access/rules', (route) =>
    route.request().method() === 'GET' ? route.fulfill({ json: now }) : route.fallback(),
  )
  await page.route('**/api/v1/access/rules/plan', (route) => {
    changes.push({ operation: 'planApprovalRules', body: route.request().postDataJSON() })
    return route.fulfill({ json: { ...RULES_PLAN, version: 8 } })
  })

  await keep.click()

  await dialog.getByText(/changed while you looked, so nothing was done/).waitFor()
  await dialog.getByText(/of somebody else: 1 of quant/).waitFor()
  assert.deepEqual(await violations(page), [])
  const asked = changes.at(-1)
  assert.deepEqual(asked, { operation: 'planApprovalRules', body: { rules: [theirs] } })
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
  const body = { targets, version: 3 }
  assert.deepEqual(changes, [{ operation: 'putReminderTargets', body }])
})

test('given reminders of others meanwhile, when added, then what was typed stays', async () => {
  const { page } = await given.visit('/approvals/reminders', { putReminderTargets: OTHERS_CHANGED })
  const field = page.getByLabel('Mail address')
  await field.fill('me@example.org')
  const now = { targets: [{ kind: 'mail', address: 'theirs@example.org' }], version: 4 }
  await page.route('**/api/v1/access/reminders', (route) =>
    route.request().method() === 'GET' ? route.fulfill({ json: now }) : route.fallback(),
  )

  await page.getByRole('button', { name: 'Add' }).click()

  await page.getByText(/Somebody else changed them/).waitFor()
  await page.getByText('theirs@example.org', { exact: true }).waitFor()
  assert.equal(await field.inputValue(), 'me@example.org')
})
