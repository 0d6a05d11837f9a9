import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Problem } from '@millrace/contract'
import type { Page } from 'playwright-core'
import { DENIED, READ } from './testing/answers/audit.ts'
import { DATASET as FLIGHTS } from './testing/answers/data.ts'
import { ALT_DATA, EQUITIES, ME } from './testing/answers/people.ts'
import { type GivenPortal, givenPortal, type VisitOptions } from './testing/portal.ts'

const DATASET = '/datasets/111111111111/mobility/flights'
const REFUSED: Problem = {
  code: 'governance.invalid-input',
  kind: 'invalid',
  message: '"x" is not database.table or account/database.table',
  requestId: 'req-1',
}

let portal: GivenPortal

before(async () => {
  portal = await givenPortal()
})
after(() => portal[Symbol.asyncDispose]())

type Asked = NonNullable<VisitOptions['asked']>

/** What was asked of the audit last. */
function lastAsked(asked: Asked): Record<string, string> | undefined {
  return asked.findLast(({ operation }) => operation === 'listAudit')?.query
}

function searchOf(page: Page): Record<string, string> {
  return Object.fromEntries(new URL(page.url()).searchParams)
}

/** The page as it is when its records are there. */
async function visitAudit(path: string, options: VisitOptions = {}): Promise<Page> {
  const page = await portal.visit(path, options)
  await page.getByRole('region', { name: 'Audit' }).waitFor()
  return page
}

test('given an address with filters, when opened, then they are shown and asked for', async () => {
  const asked: Asked = []
  const written = {
    account: ALT_DATA.id,
    dataset: 'mobility.flights',
    person: '0123',
    role: 'research',
    action: 'catalog.table-scanned',
    decision: 'denied',
    from: '2026-03-01T00:00:30Z',
    to: '2026-03-02T00:00:00Z',
  }

  const page = await visitAudit(`/audit?${new URLSearchParams(written)}`, { asked })

  assert.deepEqual(lastAsked(asked), written)
  const shown = Object.entries({
    Account: ALT_DATA.id,
    Dataset: 'mobility.flights',
    Person: '0123',
    Role: 'research',
    Action: 'catalog.table-scanned',
    Decision: 'denied',
    Period: 'own',
    'From (UTC)': '2026-03-01T00:00',
    'Before (UTC)': '2026-03-02T00:00',
  })
  for (const [label, value] of shown)
    assert.equal(await page.getByLabel(label, { exact: true }).inputValue(), value, label)
})

test('given filters one after the other, when going back, then each is undone', async () => {
  const asked: Asked = []
  const page = await visitAudit('/audit', { asked })
  await page.getByLabel('Person').fill(' quant ')
  await page.getByLabel('Person').press('Enter')
  await page.waitForURL('**/audit?person=quant')
  await page.getByLabel('Decision').selectOption('denied')
  await page.waitForURL('**/audit?person=quant&decision=denied')
  await page.getByLabel('Period').selectOption('Last 7 days')
  await page.waitForURL('**/audit?person=quant&decision=denied&period=7d')
  // Before it is asked, a slow machine has nothing on the wire.
  for (let tries = 0; lastAsked(asked)?.from === undefined && tries < 100; tries += 1)
    await page.waitForTimeout(50)
  const week = { person: 'quant', decision: 'denied', from: '2026-02-24T00:00:00Z' }
  assert.deepEqual(lastAsked(asked), week)

  await page.goBack()
  await page.goBack()

  await page.waitForURL('**/audit?person=quant')
  assert.equal(await page.getByLabel('Decision').inputValue(), '')
  assert.equal(await page.getByLabel('Period').inputValue(), '')
  assert.equal(await page.getByLabel('Person').inputValue(), 'quant')
})

test('given a period of one’s own, when searched, then it is asked to the minute', async () => {
  const asked: Asked = []
  const page = await visitAudit('/audit?period=7d', { asked })
  await page.getByLabel('Period').selectOption('From … to …')
  await page.waitForURL('**/audit?from=2026-02-24T00**')
  await page.getByLabel('From (UTC)').fill('')
  await page.getByLabel('Before (UTC)').fill('2026-02-25T12:30')

  await page.getByRole('button', { name: 'Search' }).click()

  await page.waitForURL('**to=2026-02-25T12**')
  await page.waitForLoadState('networkidle')
  assert.deepEqual(lastAsked(asked), { to: '2026-02-25T12:30:00Z' })
})

test('given more records than a page, when more are shown, then the cursor leads on', async () => {
  const asked: Asked = []
  const listAudit = { items: [READ], nextCursor: '4212' }
  const page = await visitAudit('/audit?period=today', { asked, changed: { listAudit } })
  await page.route('**/audit/records?**cursor=4212', (route) =>
    route.fulfill({ json: { items: [DENIED] } }),
  )

  await page.getByRole('button', { name: 'Show more' }).click()

  await page.getByText('outsider').waitFor()
  const rows = page
    .getByRole('region', { name: 'Audit' })
    .getByRole('button', { name: /Open record/ })
  assert.equal(await rows.count(), 2)
  assert.equal(await page.getByRole('button', { name: 'Show more' }).count(), 0)
})

test('given a read, when its details are opened, then all that is known is there', async () => {
  const page = await visitAudit('/audit?resource=x')
  await page.getByRole('button', { name: `Open record ${READ.id}` }).click()
  const dialog = page.getByRole('dialog')

  const said = (await dialog.textContent()) ?? ''

  const { columns: _, projected: __, ...detail } = READ.detail
  for (const [name, value] of Object.entries(detail))
    assert.ok(said.includes(String(value)), `${name} is not said`)
  assert.match(said, /3 columns: carrier, origin, dep_delay/)
  assert.match(said, /those that a filter lets through/)
  assert.ok(said.includes(String(READ.hash)))
  await dialog.getByRole('link', { name: 'this dataset' }).click()
  await dialog.waitFor({ state: 'hidden' })
  assert.deepEqual(searchOf(page), { dataset: '111111111111/mobility.flights' })
})

test('given nothing that matches, when filters are cleared, then the account stays', async () => {
  const changed = { listAudit: { items: [] } }
  const path = `/audit?account=${ALT_DATA.id}&dataset=a.b&person=quant`
  const page = await portal.visit(path, { changed })
  await page.getByText('No record matches').waitFor()
  await page.getByText('account/database.table', { exact: true }).waitFor()

  await page.getByRole('button', { name: 'Clear the filters' }).click()

  await page.waitForURL(`**/audit?account=${ALT_DATA.id}`)
  await page.getByText('Nothing is on record yet').waitFor()
})

test('given a filter that is refused, when it is mended, then records are shown', async () => {
  const page = await portal.visit('/audit?dataset=x', { changed: { listAudit: REFUSED } })
  await page
    .getByRole('alert')
    .getByText(/is not database\.table or/)
    .waitFor()
  await page.route('**/audit/records?dataset=mobility.flights', (route) =>
    route.fulfill({ json: { items: [READ] } }),
  )

  await page.getByLabel('Dataset').fill('mobility.flights')
  await page.getByRole('button', { name: 'Search' }).click()

  await page.getByRole('region', { name: 'Audit' }).waitFor()
})

test('given one audit alone, when the page is opened, then no account is asked for', async () => {
  const page = await visitAudit('/audit', { changed: { listAudits: { items: [EQUITIES] } } })

  const fields = await page.getByLabel('Account', { exact: true }).count()

  assert.equal(fields, 0)
})

test('given a period, when it is exported, then place, period and format are sent', async () => {
  const changes: NonNullable<VisitOptions['changes']> = []
  const page = await visitAudit(`/audit?account=${EQUITIES.id}&period=30d&person=quant`, {
    changes,
  })
  await page.getByRole('button', { name: 'Export…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Place in S3').fill('desk-files/audit')
  await dialog.getByRole('button', { name: 'Start the export' }).click()
  assert.deepEqual(changes, [], 'what is no place is not sent')
  await dialog.getByLabel('Place in S3').fill('s3://desk-files/audit')
  await dialog.getByLabel('Format').selectOption('jsonl')

  await dialog.getByRole('button', { name: 'Start the export' }).click()

  await page.waitForURL(`**/audit/exports?account=${EQUITIES.id}`)
  const of = { account: EQUITIES.id, from: '2026-02-01T00:00:00Z' }
  const body = { location: 's3://desk-files/audit', format: 'jsonl', ...of }
  assert.deepEqual(changes, [{ operation: 'exportAudit', body }])
})

test('given a refused export, when it is asked for, then the dialog says why', async () => {
  const message = 'An account has at most 3 exports at a time'
  const exportAudit: Problem = { ...REFUSED, kind: 'limit-exceeded', message }
  const page = await visitAudit('/audit', { changed: { exportAudit } })
  await page.getByRole('button', { name: 'Export…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Place in S3').fill('s3://desk-files')

  await dialog.getByRole('button', { name: 'Start the export' }).click()

  await dialog.getByRole('alert').getByText(message).waitFor()
})

test('given exports, when they are listed, then progress and failure are told', async () => {
  const page = await portal.visit('/audit/exports')
  const list = page.getByRole('region', { name: 'Exports' })

  await list.getByText('50,000 of 200,000').waitFor()

  await list.getByText(/user\/director may not s3:PutObject/).waitFor()
  await list.getByText('running').waitFor()
})

test('given an export that goes on, when it is stopped, then that is asked for', async () => {
  const changes: NonNullable<VisitOptions['changes']> = []
  const page = await portal.visit('/audit/exports', { changes })
  await page.getByText(/goes on every day, next/).waitFor()

  const answered = page.waitForResponse(/stop$/)
  await page.getByRole('button', { name: 'Stop the export to s3://desk-files/standing' }).click()

  await answered
  assert.deepEqual(
    changes.map(({ operation }) => operation),
    ['stopAuditExport'],
  )
})

test('given a place, when an export shall go on, then its rhythm is sent, and no end', async () => {
  const changes: NonNullable<VisitOptions['changes']> = []
  const page = await visitAudit(`/audit?account=${EQUITIES.id}&period=30d`, { changes })
  await page.getByRole('button', { name: 'Export…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Place in S3').fill('s3://desk-files/audit')
  await dialog.getByLabel('Goes on by itself').selectOption('day')

  await dialog.getByRole('button', { name: 'Start the export' }).click()

  await page.waitForURL(`**/audit/exports?account=${EQUITIES.id}`)
  const of = { account: EQUITIES.id, from: '2026-02-01T00:00:00Z', every: 'day' }
  const body = { location: 's3://desk-files/audit', format: 'parquet', ...of }
  assert.deepEqual(changes, [{ operation: 'exportAudit', body }])
})

test('given an owner’s auditor, when asking who used it, then theirs opens', async () => {
  const page = await portal.visit(`${DATASET}/readers`)

  await page.getByRole('link', { name: 'Who used this?' }).click()

  await page.getByRole('region', { name: 'Audit' }).waitFor()
  const { account } = FLIGHTS
  assert.deepEqual(searchOf(page), { account: account.id, dataset: 'mobility.flights' })
})

test('given a reader’s auditor, when asking who used it, then their own opens', async () => {
  const changed = { listAudits: { items: [EQUITIES] } }
  const page = await portal.visit(DATASET, { changed })

  await page.getByRole('link', { name: 'Who of yours used this?' }).click()

  await page.getByRole('region', { name: 'Audit' }).waitFor()
  assert.deepEqual(searchOf(page), { dataset: '111111111111/mobility.flights' })
})

test('given who reads no audit, when a dataset is opened, then none is asked for', async () => {
  const asked: Asked = []
  const changed = { getMe: { ...ME, areas: ['discover' as const] } }
  const page = await portal.visit(DATASET, { asked, changed })
  await page.getByRole('heading', { level: 1, name: 'mobility.flights' }).waitFor()
  await page.waitForLoadState('networkidle')

  const links = await page.getByRole('link', { name: /used this/ }).count()

  assert.equal(links, 0)
  assert.ok(!asked.some(({ operation }) => operation === 'listAudits'))
})
