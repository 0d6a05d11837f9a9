import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { OpenTrial, Problem } from '@millrace/contract'
import { violations } from './testing/axe.ts'
import { type GivenPortal, givenPortal, type VisitOptions } from './testing/portal.ts'

const HERE = '/trials/new?dataset=111111111111/mobility.flights'
const ROLE = 'arn:aws:iam::444444444444:role/trials'

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
  test(`given a dataset, when a trial is opened ${look.colors}, then it is as typed`, async () => {
    const changes: NonNullable<VisitOptions['changes']> = []
    const changed = { openTrial: { id: 'tr-1', stage: 'compliance' } }
    const page = await portal.visit(HERE, { ...look, changes, changed })
    await page.getByLabel('Title').fill('Counts')
    await page.getByLabel('Hypothesis').fill('They lead.')
    await page.getByLabel('Entity column').fill('carrier')
    await page.getByLabel('Key columns').fill('day, carrier')
    await page.getByLabel('Role that measures').fill(ROLE)
    await page.getByRole('button', { name: 'Add a band' }).click()
    await page.getByLabel('Metric').fill('h1')
    await page.getByLabel('Limit').fill('2.5')
    await page.getByRole('button', { name: 'Add a person' }).click()
    await page.getByLabel('Who', { exact: true }).fill('arn:aws:iam::444444444444:user/quant')
    await page.getByLabel('With a cluster').check()
    await page.getByLabel('Product').selectOption({ index: 1 })
    assert.deepEqual(await violations(page), [])
    const scrolled = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    assert.equal(await page.evaluate(scrolled), 0, 'the page scrolls sideways')

    await page.getByRole('button', { name: 'Open the trial' }).click()
    await page.waitForURL('**/trials/tr-1')

    const [opened] = changes
    assert.ok(opened)
    const { workspace, ...rest } = (opened.body as OpenTrial).charter
    assert.deepEqual(rest, {
      ...{ title: 'Counts', hypothesis: 'They lead.', roleArn: ROLE, days: 90, budgetUsd: 500 },
      dataset: { accountId: '111111111111', database: 'mobility', table: 'flights' },
      columns: { entity: 'carrier', key: ['day', 'carrier'] },
      bands: [{ metric: 'H1', direction: 'at-least', limit: 2.5 }],
      people: [{ arn: 'arn:aws:iam::444444444444:user/quant', role: 'evaluates' }],
    })
    assert.ok(workspace?.cluster?.product)
  })

test('given who may not grant the data, when they open one, then it is told', async () => {
  const refused: Problem = {
    ...{ code: 'governance.denied', kind: 'denied', requestId: 'req-1' },
    message: 'you may not grant SELECT on mobility.flights',
  }
  const page = await portal.visit(HERE, { changed: { openTrial: refused } })
  await page.getByLabel('Title').fill('Counts')
  await page.getByLabel('Hypothesis').fill('They lead.')
  await page.getByLabel('Role that measures').fill(ROLE)

  await page.getByRole('button', { name: 'Open the trial' }).click()

  await page.getByRole('alert').getByText('you may not grant SELECT').waitFor()
})
