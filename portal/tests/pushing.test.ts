import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { VendorKey } from '@millrace/contract'
import { answers } from './testing/answers/index.ts'
import { violations } from './testing/axe.ts'
import { type GivenPortal, givenPortal, type VisitOptions } from './testing/portal.ts'

const HERE = '/vendors/v-1'
const KEY: VendorKey = {
  location: 's3://inbox-333333333333/agr-9/',
  endpoint: 'http://127.0.0.1:8470',
  accessKeyId: 'AKIAVENDOR',
  secretAccessKey: 'told-this-once',
}

let portal: GivenPortal

before(async () => {
  portal = await givenPortal()
})
after(() => portal[Symbol.asyncDispose]())

test('given no agreement, when the vendor is to push, then the key is shown once', async () => {
  const changes: NonNullable<VisitOptions['changes']> = []
  const { agreement: _, ...vendor } = answers.getVendor ?? assert.fail('no vendor')
  const changed = { getVendor: vendor, createAgreement: { id: 'agr-9', key: KEY } }
  const page = await portal.visit(HERE, { changes, changed })

  await page.getByRole('button', { name: 'They push…' }).click()
  await page.getByRole('button', { name: 'Make the inbox' }).click()
  await page.getByText('told-this-once').waitFor()
  assert.deepEqual(await violations(page), [])
  await page.getByRole('button', { name: 'Done' }).click()

  assert.deepEqual(changes.at(-1)?.body, { connection: { method: 'push' } })
  assert.equal(await page.getByText('told-this-once').count(), 0)
  await page.context().close()
})

test('given an inbox, when its key is renewed, then the new one is shown', async () => {
  const changes: NonNullable<VisitOptions['changes']> = []
  const vendor = answers.getVendor ?? assert.fail('no vendor')
  const { location, accessKeyId } = KEY
  const agreement = { ...vendor.agreement, inbox: { location, accessKeyId, sshKeys: [] } }
  const changed = { getVendor: { ...vendor, agreement } as never, renewKey: KEY }
  const page = await portal.visit(HERE, { changes, changed })

  await page.getByText(location).waitFor()
  await page.getByRole('button', { name: 'New key…' }).click()
  await page.getByText('opens nothing any more').waitFor()
  await page.getByRole('button', { name: 'Make a new key' }).click()

  await page.getByText('told-this-once').waitFor()
  assert.equal(changes.at(-1)?.operation, 'renewKey')
  await page.context().close()
})
