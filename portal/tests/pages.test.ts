import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { violations } from './testing/axe.ts'
import { type GivenPortal, givenPortal } from './testing/portal.ts'

const DATASET = '/datasets/111111111111/mobility/flights'

/** Every page, with its heading. */
const PAGES: readonly (readonly [path: string, heading: string | RegExp])[] = [
  ['/', 'Good to see you, quant'],
  ['/search?q=flights', 'Datasets'],
  [DATASET, 'mobility.flights'],
  [`${DATASET}/schema`, 'mobility.flights'],
  [`${DATASET}/preview`, 'mobility.flights'],
  [`${DATASET}/profile`, 'mobility.flights'],
  [`${DATASET}/tags`, 'mobility.flights'],
  [`${DATASET}/grants`, 'mobility.flights'],
  [`${DATASET}/use`, 'mobility.flights'],
  [`${DATASET}/lineage`, 'mobility.flights'],
  [`${DATASET}/history`, 'mobility.flights'],
  [`${DATASET}/readers`, 'mobility.flights'],
  [`${DATASET}/why`, 'mobility.flights'],
  ['/access', 'My access'],
  ['/access/requests', 'My access'],
  ['/approvals', 'Approvals'],
  ['/approvals/rules', 'Approvals'],
  ['/approvals/reminders', 'Approvals'],
  ['/grants', 'Grants'],
  ['/grants/policies', 'Grants'],
  ['/grants/locations', 'Grants'],
  ['/tags', 'LF-Tags'],
  ['/tags/expressions', 'LF-Tags'],
  ['/vendors', 'Vendors'],
  ['/vendors/v-1', 'Skyfeed'],
  ['/feeds/new?vendor=v-1', 'New feed'],
  ['/feeds/f-1', 'counts'],
  ['/deliveries', 'Deliveries'],
  ['/deliveries/d-1', 'flights, 2013-07-04'],
  ['/quarantine', 'Quarantine'],
  ['/quarantine/q-1', /vintage 1/],
  ['/trials', 'Trials'],
  ['/trials/new', 'New trial'],
  ['/trials/tr-1', /Flight delays/],
  ['/trials/tr-1/report', /Flight delays/],
  ['/trials/tr-1/compare?with=tr-2', /Flight delays/],
  ['/trials/tr-1/memo', /Flight delays/],
  ['/pipelines', 'Pipelines'],
  ['/pipelines/p-1', 'delay feature'],
  ['/pipelines/p-1/runs', 'delay feature'],
  ['/pipelines/p-1/script', 'delay feature'],
  ['/runs/r-1', 'Run of delay feature'],
  ['/compute', 'Compute'],
  ['/compute/notebooks', 'Compute'],
  ['/compute/sessions', 'Compute'],
  ['/compute/catalogue', 'Compute'],
  ['/audit', 'Audit'],
  ['/audit?dataset=mobility.flights&period=7d', 'Audit'],
  ['/audit?account=333333333333&from=2026-03-01T00:00:00Z', 'Audit'],
  ['/audit/exports', 'Audit'],
  ['/audit/chains', 'Audit'],
  ['/accounts', 'Accounts'],
  ['/accounts/444444444444', 'Account 444444444444'],
  ['/health', 'Health'],
  ['/connect', 'Connect your tools'],
  ['/sign-in', 'Millrace'],
  ['/nowhere', 'There is no such page'],
]

let portal: GivenPortal

before(async () => {
  portal = await givenPortal()
})
after(() => portal[Symbol.asyncDispose]())

for (const [path, heading] of PAGES)
  for (const [width, colors] of [
    [1280, 'light'],
    [360, 'dark'],
  ] as const)
    test(`given ${path}, when seen ${colors} at ${width}, then it is clean`, async () => {
      const page = await portal.visit(path, { width, colors })
      const errors = errorsOf(page)

      await page.getByRole('heading', { level: 1, name: heading }).waitFor()
      await page.waitForLoadState('networkidle')

      assert.deepEqual(await violations(page), [])
      const tooWide = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
      assert.equal(tooWide, 0, 'the page scrolls sideways')
      assert.equal(await page.getByText('⚠').count(), 0, 'a drawing has a complaint')
      assert.deepEqual(errors, [])
      await page.context().close()
    })

/** What the page itself complained of: also what the content policy stopped. */
function errorsOf(page: Page): string[] {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  return errors
}
