import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Problem } from '@millrace/contract'
import { ME, STATUS } from './testing/answers/people.ts'
import { type GivenPortal, givenPortal, type VisitOptions } from './testing/portal.ts'

const DATASET = '/datasets/111111111111/mobility/flights'

let portal: GivenPortal

before(async () => {
  portal = await givenPortal()
})
after(() => portal[Symbol.asyncDispose]())

function problem(kind: Problem['kind'], message: string): Problem {
  return { code: `test.${kind}`, kind, message, requestId: 'req-4711' }
}

test('given nobody signed in, when a page is opened, then sign-in leads back to it', async () => {
  const signedOut = { changed: { getMe: problem('unauthenticated', 'sign in first') } }
  const page = await portal.visit(`${DATASET}/schema`, signedOut)
  await page.getByLabel('Account').fill('equities')
  await page.getByLabel('User').fill('quant')
  await page.getByLabel('Password').fill('secret')
  await page.route('**/api/v1/me', (route) => route.fulfill({ json: ME }))

  await page.getByRole('button', { name: 'Sign in' }).click()

  await page.getByRole('heading', { level: 1, name: 'mobility.flights' }).waitFor()
  assert.match(page.url(), /\/schema$/)
})

test('given a foreign address as the way back, when signed in, then home opens', async () => {
  const page = await portal.visit('/sign-in?next=%2F%2Fevil.test%2F')
  for (const label of ['Account', 'User', 'Password']) await page.getByLabel(label).fill('x')

  await page.getByRole('button', { name: 'Sign in' }).click()

  await page.getByRole('heading', { level: 1, name: /Good to see you/ }).waitFor()
})

test('given a wrong password, when signing in, then the form says so', async () => {
  const page = await portal.visit('/sign-in', {
    changed: { signIn: problem('unauthenticated', 'account, user or password is wrong') },
  })
  for (const label of ['Account', 'User', 'Password']) await page.getByLabel(label).fill('x')

  await page.getByRole('button', { name: 'Sign in' }).click()

  await page.getByRole('alert').getByText('account, user or password is wrong').waitFor()
})

test('given a refusal, when a page is opened, then it says why and what to do', async () => {
  const page = await portal.visit(DATASET, {
    changed: { getDataset: problem('denied', 'quant may not describe mobility.flights') },
  })

  const alert = page.getByRole('alert')

  await alert.getByRole('heading', { level: 1, name: 'You may not see this' }).waitFor()
  await alert.getByText('Quant may not describe mobility.flights.').waitFor()
  await alert.getByText('req-4711').waitFor()
  await alert.getByRole('link', { name: 'My access' }).waitFor()
})

test('given a sign-in that ended, when a page is opened, then it leads to sign-in', async () => {
  const page = await portal.visit('/trials', {
    changed: { listTrials: problem('unauthenticated', 'sign in first') },
  })

  await page.getByRole('alert').getByRole('link', { name: 'Sign in' }).click()

  await page.waitForURL('**/app/sign-in?next=%2Ftrials')
})

test('given an open page, when the platform falls silent, then the page says so', async () => {
  const page = await portal.visit('/trials')
  await page.getByRole('heading', { level: 1, name: 'Trials' }).waitFor()

  await page.route('**/api/v1/**', (route) => route.abort())

  await page.getByRole('status').getByText('The platform does not answer').waitFor()
  await page.getByText('Flight delays').first().waitFor()
})

test('given a part that is not served, when opened, then nothing is made up', async () => {
  const page = await portal.visit('/trials', { changed: { listTrials: undefined } } as VisitOptions)

  await page.getByText('Not part of this platform yet').waitFor()
})

test('given nothing yet, when a list is opened, then it says what would be there', async () => {
  const page = await portal.visit('/quarantine', { changed: { listQuarantine: { items: [] } } })

  await page.getByText('Quarantine is empty').waitFor()
})

test('given a person with few rights, when signed in, then the navigation is short', async () => {
  const page = await portal.visit('/', { changed: { getMe: { ...ME, areas: ['discover'] } } })

  const links = page.getByRole('navigation', { name: 'Main' }).getByRole('link')

  await links.first().waitFor()
  assert.deepEqual(await links.allInnerTexts(), ['Home', 'Datasets', 'Connect your tools'])
})

test('given a trusted host, when any page is open, then it says so', async () => {
  const page = await portal.visit('/', {
    changed: { getStatus: { ...STATUS, isolation: 'trusted' } },
  })

  await page.getByText(/Trusted mode/).waitFor()
})

test('given the keyboard alone, when finding by name, then Enter goes there', async () => {
  const page = await portal.visit('/')
  await page.getByRole('heading', { level: 1 }).waitFor()

  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Find' }).fill('weath')
  await page.getByRole('option', { name: /Weather at the airports/ }).waitFor()
  assert.equal(await page.getByRole('banner').count(), 1, 'a dialog is no banner')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')

  await page.waitForURL('**/trials/tr-2')
})

test('given a dataset, when access is asked for, then reason and end are sent', async () => {
  const changes: NonNullable<VisitOptions['changes']> = []
  const page = await portal.visit(DATASET, { changes })
  await page.getByRole('button', { name: 'Ask for access' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('What do you need it for?').fill('Evaluate it in trial one')
  await dialog.getByLabel('Until').fill('2026-05-31')

  await dialog.getByRole('button', { name: 'Ask for access' }).click()

  await dialog.waitFor({ state: 'hidden' })
  assert.deepEqual(changes.at(-1), {
    operation: 'askForAccess',
    body: {
      account: '111111111111',
      database: 'mobility',
      table: 'flights',
      reason: 'Evaluate it in trial one',
      endsAt: '2026-05-31T23:59:59.000Z',
    },
  })
})

test('given documentation with markup, when shown, then the markup stays text', async () => {
  const page = await portal.visit(DATASET)

  await page.getByText('<script>').waitFor()

  assert.match(await page.title(), /^mobility\.flights/)
})

test('given a snippet, when copied, then the clipboard holds it whole', async () => {
  const page = await portal.visit(`${DATASET}/use`)

  await page.getByRole('button', { name: 'Copy: PyIceberg' }).click()

  await page.getByText('Copied').waitFor()
  const copied = await page.evaluate('navigator.clipboard.readText()')
  assert.match(String(copied), /^from pyiceberg\.catalog import load_catalog\n.*mobility\.flights/s)
})

test('given dark chosen, when the portal is opened again, then it is dark at once', async () => {
  const page = await portal.visit('/')
  await page.getByRole('button', { name: /quant/ }).click()
  await page.getByText('Dark', { exact: true }).click()

  await page.reload()

  const theme = await page.evaluate('document.documentElement.dataset.theme')
  assert.equal(theme, 'dark')
})

test('given trials of one stage, when seen at 360, then their cards are at hand', async () => {
  const page = await portal.visit('/trials', { width: 360 })
  const card = page.getByRole('link', { name: /Weather at the airports/ })
  await card.waitFor()

  const box = await card.boundingBox()

  assert.ok(box && box.x >= 0 && box.x + box.width <= 360, JSON.stringify(box))
})

test('given a request, when who asks is looked up, then their access is explained', async () => {
  const page = await portal.visit('/approvals')

  await page.getByRole('link', { name: 'What they may read now' }).first().click()

  await page.waitForURL(/\/why\?principal=arn/)
  assert.match(await page.getByLabel('For whom').inputValue(), /^arn:aws:iam::/)
})

test('given a request, when it is granted, then what was seen is what is agreed to', async () => {
  const changes: NonNullable<VisitOptions['changes']> = []
  const page = await portal.visit('/approvals', { changes })
  const looked: string[] = []
  page.on('request', (request) => looked.push(new URL(request.url()).pathname))
  await page.reload()
  await page.getByRole('link', { name: 'What they may read now' }).waitFor()
  assert.deepEqual(
    looked.filter((path) => path.includes('/requests/')),
    [],
  )
  await page.getByRole('button', { name: /^Look and decide/ }).click()
  await page.getByText('It opens data that is tagged as restricted.').waitFor()
  await page.getByText('it takes about 2 min 10 s and at most 8.4 GiB of storage').waitFor()

  const answered = page.waitForResponse(/decision$/)
  await page.getByRole('button', { name: 'Grant' }).click()

  await answered
  assert.deepEqual(changes, [
    { operation: 'decideAccessRequest', body: { decision: 'grant', digest: 'd1' } },
  ])
})

test('given a grant that ends, when it is renewed, then the same is asked for', async () => {
  const changes: NonNullable<VisitOptions['changes']> = []
  const page = await portal.visit('/access', { changes })
  await page.getByRole('button', { name: 'Renew' }).click()
  await page.getByLabel('What do you need it for?').fill('The trial goes on')

  const answered = page.waitForResponse(/requests$/)
  await page.getByRole('button', { name: 'Ask for access' }).click()

  await answered
  const [{ operation, body } = {}] = changes
  const { columns, table, permissions } = body as Record<string, unknown>
  assert.deepEqual(
    [operation, table, columns, permissions],
    ['askForAccess', 'flights', ['carrier', 'origin'], ['SELECT']],
  )
})

test('given accounts, when they are listed, then only one’s own can be opened', async () => {
  const page = await portal.visit('/accounts')
  await page.getByText('governance').waitFor()

  const links = page.getByRole('region', { name: 'Accounts' }).getByRole('link')

  assert.deepEqual(await links.allInnerTexts(), ['equities'])
})
