import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { at, DAY, EQUITIES, GOVERNANCE, QUANT } from './testing/answers/people.ts'
import { type Given, givenSteward } from './testing/steward.ts'

const DATASET = '/datasets/111111111111/mobility/flights'
const FLIGHTS = { database: 'mobility', table: 'flights' }

let given: Given

before(async () => {
  given = await givenSteward()
})
after(() => given[Symbol.asyncDispose]())

test('given some columns, when granted until a day, then that is what was seen', async () => {
  const { page, dialog, agree, madeAsSeen } = await given.visit(`${DATASET}/grants`)
  await page.getByRole('button', { name: 'Grant', exact: true }).click()
  await dialog.getByLabel('To', { exact: true }).fill(QUANT)
  await dialog.getByLabel('What').selectOption('only some columns')
  await dialog.getByLabel('carrier').check()
  await dialog.getByLabel('They may grant it to others').check()
  await dialog.getByLabel('Until').fill('2026-05-31')

  await agree('Grant')

  const resource = { kind: 'columns', ...FLIGHTS, include: ['carrier'] }
  const may = { permissions: ['SELECT'], grantable: ['SELECT'] }
  const grant = { does: 'grant', account: GOVERNANCE.id, principal: QUANT, resource, ...may }
  assert.deepEqual(madeAsSeen(), [{ ...grant, endsAt: '2026-05-31T23:59:59.000Z' }])
})

test('given tags, when granted on a condition, then both are in the grant', async () => {
  const { page, dialog, agree, madeAsSeen } = await given.visit('/grants')
  const condition = 'context.iam.principalTags.getTag("desk") == "fx"'
  await page.getByRole('button', { name: 'New grant' }).click()
  await dialog.getByLabel('To', { exact: true }).fill(QUANT)
  await dialog.getByLabel('Tagged with').selectOption('sensitivity')
  await dialog.getByLabel('internal').check()
  await dialog.getByLabel('Only where').fill(condition)

  await agree('Grant')

  const expression = [{ key: 'sensitivity', values: ['internal'] }]
  const grant = { does: 'grant', account: GOVERNANCE.id, principal: QUANT }
  const resource = { kind: 'table-policy', expression }
  const may = { permissions: ['SELECT'], grantable: [] }
  assert.deepEqual(madeAsSeen(), [{ ...grant, resource, ...may, condition }])
})

test('given another account, when shared with, then its admin may hand it on', async () => {
  const { page, dialog, agree, madeAsSeen } = await given.visit(`${DATASET}/grants`)
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  await dialog.getByLabel('With').selectOption(EQUITIES.id)

  await agree('Share')

  const may = ['SELECT', 'DESCRIBE']
  const resource = { kind: 'table', ...FLIGHTS }
  const share = { does: 'grant', account: GOVERNANCE.id, principal: EQUITIES.id, resource }
  assert.deepEqual(madeAsSeen(), [{ ...share, permissions: may, grantable: may }])
})

test('given a grant with an end, when revoked, then just that one is', async () => {
  const { page, agreed, madeAsSeen } = await given.visit('/grants')
  await page.getByRole('button', { name: /^Revoke: .*columns carrier, origin/ }).click()

  await agreed('Revoke')

  const resource = { kind: 'columns', ...FLIGHTS, include: ['carrier', 'origin'] }
  const may = { permissions: ['SELECT'], grantable: [] }
  const back = { does: 'revoke', account: GOVERNANCE.id, principal: QUANT, resource, ...may }
  assert.deepEqual(madeAsSeen(), [{ ...back, endsAt: at(3 * DAY) }])
})

test('given a row expression that is wrong, when sent, then it is told beside it', async () => {
  const reason = 'Functions are not supported: "upper"'
  const wrong = {
    ...{ code: 'governance.step-refused', kind: 'invalid' as const, requestId: 'r' },
    ...{ message: `step 1 is refused: ${reason}`, facts: { reason, field: 'rows' } },
  }
  const { page, dialog } = await given.visit(`${DATASET}/grants`, { planChanges: wrong })
  await page.getByRole('button', { name: 'New filter' }).click()
  await dialog.getByLabel('Name').fill('jfk')
  await dialog.getByLabel('Rows where').fill("upper(origin) = 'JFK'")

  await dialog.getByRole('button', { name: 'See what it changes' }).click()

  await dialog.getByText(reason).waitFor()
  assert.equal(await dialog.getByLabel('Rows where').getAttribute('aria-invalid'), 'true')
})

test('given a filter, when changed, then by the version that was read', async () => {
  const { page, dialog, agree, madeAsSeen } = await given.visit(`${DATASET}/grants`)
  await page.getByRole('button', { name: 'Change delta' }).click()
  await dialog.getByLabel('Rows where').fill("carrier = 'AA'")

  await agree('Change the filter')

  const filter = { does: 'update-filter', account: GOVERNANCE.id, ...FLIGHTS, name: 'delta' }
  const columns = { exclude: ['tailnum'] }
  assert.deepEqual(madeAsSeen(), [{ ...filter, rows: "carrier = 'AA'", columns, version: 'v-1' }])
})

test('given a filter, when it goes, then its grants go and that is seen before', async () => {
  const { page, agreed, madeAsSeen } = await given.visit(`${DATASET}/grants`)
  await page.getByRole('button', { name: 'Delete delta' }).click()

  await agreed('Delete the filter')

  const filter = { does: 'delete-filter', account: GOVERNANCE.id, ...FLIGHTS, name: 'delta' }
  assert.deepEqual(madeAsSeen(), [{ ...filter, force: true }])
})
