import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { GOVERNANCE, QUANT } from './testing/answers/people.ts'
import { violations } from './testing/axe.ts'
import { type Given, givenSteward } from './testing/steward.ts'

const FLIGHTS = { kind: 'table', database: 'mobility', table: 'flights' }
const account = GOVERNANCE.id
const INTERNAL = [{ key: 'sensitivity', values: ['internal'] }]

let given: Given

before(async () => {
  given = await givenSteward()
})
after(() => given[Symbol.asyncDispose]())

test('given tags, when an expression is saved, then it is made as seen', async () => {
  const { page, dialog, agree, madeAsSeen } = await given.visit('/tags/expressions')
  await page.getByRole('button', { name: 'New expression' }).click()
  await dialog.getByLabel('Name').fill('open data')
  await dialog.getByLabel('Tagged with').selectOption('sensitivity')
  await dialog.getByLabel('public').check()
  await dialog.getByLabel('For', { exact: true }).fill('everybody')

  await agree('Save the expression')

  const expression = [{ key: 'sensitivity', values: ['public'] }]
  const saved = { does: 'create-expression', name: 'open data', description: 'everybody' }
  assert.deepEqual(madeAsSeen(), [{ ...saved, expression }])
})

test('given an expression, when changed or deleted, then by what was read of it', async () => {
  const { page, dialog, agree, madeAsSeen } = await given.visit('/tags/expressions')
  await page.getByRole('button', { name: 'Change internal data' }).click()
  await dialog.getByLabel('public').check()
  await agree('Change the expression')
  const expression = [{ key: 'sensitivity', values: ['public', 'internal'] }]
  const change = { does: 'update-expression', account, name: 'internal data', was: INTERNAL }
  assert.deepEqual(madeAsSeen(), [{ ...change, description: 'for research', expression }])

  const again = await given.visit('/tags/expressions')
  await again.page.getByRole('button', { name: 'Delete internal data' }).click()
  await again.agreed('Delete the expression')

  const gone = { does: 'delete-expression', account, name: 'internal data' }
  assert.deepEqual(again.madeAsSeen(), [gone])
})

test('given a policy on rows, when made, then with its columns and their types', async () => {
  const { page, dialog, agree, madeAsSeen } = await given.visit('/grants/policies')
  await page.getByRole('button', { name: 'New policy' }).click()
  await dialog.getByLabel('Name').fill('fx')
  await dialog.getByLabel('Columns that it reads').fill('desk string\n\n price  decimal(9, 2)\nday')
  await dialog.getByLabel('Rows where').fill("desk = 'fx' ")

  await agree('Make the policy')

  const typed = [
    { name: 'desk', type: 'string' },
    { name: 'price', type: 'decimal(9, 2)' },
  ]
  const columns = [...typed, { name: 'day' }]
  assert.deepEqual(madeAsSeen(), [
    { does: 'create-policy', name: 'fx', columns, rows: "desk = 'fx'" },
  ])
})

test('given a policy, when its rows change, then by what was read of them', async () => {
  const { page, dialog, agree, madeAsSeen } = await given.visit('/grants/policies')
  await page.getByRole('button', { name: 'Change delta only' }).click()
  await dialog.getByLabel('Rows where').fill("carrier = 'AA'")

  await agree('Change the policy')

  const columns = [{ name: 'carrier', type: 'string' }, { name: 'origin' }]
  const change = { does: 'update-policy', name: 'delta only', columns, rows: "carrier = 'AA'" }
  assert.deepEqual(madeAsSeen(), [{ ...change, was: { columns, rows: "carrier = 'DL'" } }])
})

test('given a policy, when attached by tags and detached, then as seen', async () => {
  const { page, dialog, agree, madeAsSeen } = await given.visit('/grants/policies')
  await page.getByRole('button', { name: 'Attach delta only' }).click()
  await dialog.getByLabel('To', { exact: true }).selectOption('tables by LF-Tags')
  await dialog.getByLabel('Tagged with').selectOption('sensitivity')
  await dialog.getByLabel('internal').check()
  await agree('Attach the policy')
  const resource = { kind: 'table-policy', expression: INTERNAL }
  assert.deepEqual(madeAsSeen(), [{ does: 'attach', policy: 'delta only', resource }])

  const again = await given.visit('/grants/policies')
  await again.page.getByRole('button', { name: /^Detach delta only/ }).click()
  await again.agreed('Detach the policy')

  const detach = { does: 'detach', policy: 'delta only', resource: FLIGHTS, principal: QUANT }
  assert.deepEqual(again.madeAsSeen(), [detach])
})

/** What is chosen, what is filled in, and what is then granted. */
const ITSELF = [
  {
    what: 'a data location',
    fill: ['Data location', 's3://lake/flights'],
    resource: { kind: 'location', location: 's3://lake/flights' },
    permission: 'DATA_LOCATION_ACCESS',
  },
  {
    what: 'an LF-Tag itself',
    choose: ['LF-Tag', 'sensitivity'],
    resource: { kind: 'tag', key: 'sensitivity', values: ['*'] },
    permission: 'DESCRIBE',
  },
  {
    what: 'a saved expression itself',
    choose: ['Saved expression', 'internal data'],
    resource: { kind: 'expression', name: 'internal data' },
    permission: 'DESCRIBE',
  },
  {
    what: 'tables by a saved expression',
    choose: ['Saved expression', 'internal data'],
    resource: { kind: 'table-policy', expressionName: 'internal data' },
    permission: 'SELECT',
  },
  {
    what: 'a row policy itself',
    choose: ['Row policy', 'delta only'],
    resource: { kind: 'row-policy', name: 'delta only' },
    permission: 'DESCRIBE',
  },
  { what: 'the catalog', resource: { kind: 'catalog' }, permission: 'CREATE_DATABASE' },
] as const

for (const { what, resource, permission, ...entered } of ITSELF)
  test(`given ${what}, when granted from a day on, then that is what was seen`, async () => {
    const { page, dialog, agree, madeAsSeen } = await given.visit('/grants')
    await page.getByRole('button', { name: 'New grant' }).click()
    await dialog.getByLabel('To', { exact: true }).fill(QUANT)
    await dialog.getByLabel('What').selectOption(what)
    if ('fill' in entered) await dialog.getByLabel(entered.fill[0]).fill(entered.fill[1])
    if ('choose' in entered)
      await dialog.getByLabel(entered.choose[0], { exact: true }).selectOption(entered.choose[1])
    await dialog.getByLabel('From').fill('2026-05-01')
    assert.deepEqual(await violations(page), [])

    await agree('Grant')

    const may = { permissions: [permission], grantable: [] }
    const grant = { does: 'grant', account, principal: QUANT, resource, ...may }
    assert.deepEqual(madeAsSeen(), [{ ...grant, startsAt: '2026-05-01T00:00:00.000Z' }])
  })

test('given a change of rights beside tables, when seen, then who gains them is told', async () => {
  const { page, dialog } = await given.visit('/grants')
  await page.getByRole('button', { name: /^Revoke: .*columns carrier, origin/ }).click()

  const rights = dialog.getByRole('region', { name: 'Rights beside tables' })
  await rights.getByText('associate; may pass on associate').waitFor()

  await rights.getByText('tag sensitivity=*').waitFor()
  assert.deepEqual(await violations(page), [])
})

test('given a bucket, when a place in it is registered, then as hybrid as was said', async () => {
  const { page, dialog, agree, madeAsSeen } = await given.visit('/grants/locations')
  await page.getByRole('button', { name: 'Register a location' }).click()
  await dialog.getByLabel('Location').fill(' s3://lake/trades')
  await dialog.getByLabel(/^Hybrid/).check()
  assert.deepEqual(await violations(page), [])

  await agree('Register the location')

  assert.deepEqual(madeAsSeen(), [{ does: 'register', location: 's3://lake/trades', hybrid: true }])
})

test('given a registered location, when it is given up, then what opens is said', async () => {
  const { page, dialog, agreed, madeAsSeen } = await given.visit('/grants/locations')
  await page.getByRole('button', { name: 'Deregister s3://lake/flights' }).click()
  await dialog.getByText(/reads all files there again/).waitFor()

  await agreed('Deregister the location')

  assert.deepEqual(madeAsSeen(), [{ does: 'deregister', location: 's3://lake/flights' }])
})
