import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { ApplyFeed, FeedProposal, TriedListing } from '@millrace/contract'
import { violations } from './testing/axe.ts'
import { type GivenPortal, givenPortal, type VisitOptions } from './testing/portal.ts'

const HERE = '/feeds/new?vendor=v-1'
const LISTING: TriedListing = {
  files: [
    { path: 'counts-2026-03-02.csv', sizeBytes: 20_480, modifiedAt: '2026-03-03T05:40:00Z' },
    { path: 'counts-2026-03-02.csv.ready', sizeBytes: 0 },
  ],
  total: 2,
}
const PROPOSAL: FeedProposal = {
  sample: {
    ...{ sizeBytes: 20_480, readBytes: 20_480, cut: false, rows: 2 },
    lines: ['day,place,cars', '2026-03-02,p1,10', '2026-03-02,p2,20'],
  },
  definition: {
    source: { directory: '.', pattern: 'counts-{date}.csv' },
    complete: { rule: 'ready-file', suffix: '.ready' },
    columns: [
      { name: 'day', type: 'date' },
      { name: 'place', type: 'string' },
      { name: 'cars', type: 'int' },
    ],
    key: ['place'],
  },
  columns: [
    {
      ...{ name: 'cars', type: 'int', rows: 2, nulls: 0, distinct: 2 },
      ...{ examples: ['10', '20'], why: 'all 2 values are of it' },
    },
  ],
  evidence: [
    { about: 'complete', text: '"counts-2026-03-02.csv.ready" lies beside it', sure: true },
    { about: 'key', text: 'no two of 2 rows have the same place', sure: false },
  ],
}
const KEY = `SHA256:${'a'.repeat(43)}`
const UNKNOWN: TriedListing = {
  ...{ files: [], total: 0 },
  problem: {
    kind: 'host-key-unknown',
    message: `compare the fingerprint with what the vendor tells, and take it: ${KEY}`,
    hostKeySha256: KEY,
  },
}

let portal: GivenPortal

before(async () => {
  portal = await givenPortal()
})
after(() => portal[Symbol.asyncDispose]())

const LOOKS = [
  { width: 1280, colors: 'light' },
  { width: 360, colors: 'dark' },
] as const

for (const look of LOOKS)
  test(`given a vendor, when a feed is made ${look.colors}, then it is as edited`, async () => {
    const changes: NonNullable<VisitOptions['changes']> = []
    const changed = {
      ...{ tryConnection: LISTING, sampleFile: PROPOSAL },
      applyFeed: { id: 'feed-1', version: 1, changed: true },
    }
    const page = await portal.visit(HERE, { ...look, changes, changed })
    await page.getByRole('button', { name: 'Try the connection' }).click()
    await page.getByRole('button', { name: 'Look into counts-2026-03-02.csv', exact: true }).click()
    await page.getByLabel('Type of cars').selectOption('long')
    await page.getByLabel('day is of the key').check()
    assert.deepEqual(await violations(page), [])
    const scrolled = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    assert.equal(await page.evaluate(scrolled), 0, 'the page scrolls sideways')

    await page.getByLabel('Name').fill('counts')
    await page.getByLabel('Database').fill('counts')
    await page.getByLabel('Table').fill('daily')
    await page.getByLabel('Role').fill('arn:aws:iam::444444444444:role/intake')
    await page.getByRole('button', { name: 'Save the feed' }).click()
    await page.getByText('Feed “counts” is at version 1').waitFor()

    const made = changes.at(-1)
    assert.equal(made?.operation, 'applyFeed')
    const { agreementId, version, definition } = made.body as ApplyFeed
    assert.deepEqual([agreementId, version], ['agr-1', 0])
    const { columns, key, complete } = definition
    assert.deepEqual(key, ['day', 'place'])
    assert.equal(columns?.[2]?.type, 'long')
    assert.deepEqual(complete, PROPOSAL.definition.complete)
    await page.context().close()
  })

test('given a host key that nobody knows, when it is shown, then it is taken by hand', async () => {
  const changes: NonNullable<VisitOptions['changes']> = []
  const page = await portal.visit(HERE, { changes, changed: { tryConnection: UNKNOWN } })
  await page.getByLabel('Agreement').selectOption('new')
  await page.getByLabel('Host').fill('files.vendor.example')
  await page.getByLabel('User').fill('desk')
  await page.getByLabel('Password').fill('unspoken')
  await page.getByRole('button', { name: 'Try the connection' }).click()
  await page.getByRole('alert').waitFor()
  assert.deepEqual(await violations(page), [])

  await page.getByRole('button', { name: 'This is the vendor’s key' }).click()

  const tried = () => changes.filter(({ operation }) => operation === 'tryConnection')
  await assert.doesNotReject(async () => {
    while (tried().length < 2) await page.waitForTimeout(20)
  })
  const keys = tried().map(({ body }) => (body as { connection: object }).connection)
  assert.deepEqual(
    keys.map((one) => (one as { hostKeySha256?: string }).hostKeySha256),
    [undefined, KEY],
  )
  await page.context().close()
})

test('given nothing there, or what is no data, when looked at, then it is said', async () => {
  const empty = { files: [], total: 0 }
  const page = await portal.visit(HERE, { changed: { tryConnection: empty } })
  await page.getByRole('button', { name: 'Try the connection' }).click()
  await page.getByText('The directory is empty').waitFor()
  await page.context().close()

  const refusal = { definition: {}, columns: [], evidence: [], refusal: 'it is a web page' }
  const changed = { tryConnection: LISTING, sampleFile: refusal }
  const other = await portal.visit(HERE, { changed })
  await other.getByRole('button', { name: 'Try the connection' }).click()
  await other.getByRole('button', { name: 'Look into counts-2026-03-02.csv', exact: true }).click()
  await other.getByText('it is a web page').waitFor()

  assert.equal(await other.getByRole('button', { name: 'Save the feed' }).isDisabled(), true)
  await other.context().close()
})
