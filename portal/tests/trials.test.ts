import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Problem, ReportProgress } from '@millrace/contract'
import { NOW } from './testing/answers/people.ts'
import { violations } from './testing/axe.ts'
import { type GivenPortal, givenPortal } from './testing/portal.ts'

const REPORT = '/trials/tr-1/report'

let portal: GivenPortal

before(async () => {
  portal = await givenPortal()
})
after(() => portal[Symbol.asyncDispose]())

test('given a report, when it is measured again, then its progress is told', async () => {
  const page = await portal.visit(REPORT)
  let progress: ReportProgress = { state: 'none' }
  await page.getByRole('button', { name: 'Measure now' }).waitFor()
  let read = 0
  await page.route('**/trials/tr-1/report/progress', (route) => route.fulfill({ json: progress }))
  page.on('request', (request) => {
    if (request.method() === 'GET' && request.url().endsWith('/trials/tr-1/report')) read += 1
  })

  page.on('request', (request) => {
    if (request.method() === 'POST')
      progress = { state: 'measuring', begunAt: new Date(NOW).toISOString() }
  })
  await page.getByRole('button', { name: 'Measure now' }).click()

  await page.getByRole('status').getByText('Being measured anew').waitFor()
  assert.deepEqual(await violations(page), [])
  assert.equal(read, 0)

  const anew = page.waitForResponse((response) => response.url().endsWith('/trials/tr-1/report'))
  progress = { state: 'none' }
  await anew
  await page.getByRole('button', { name: 'Measure now' }).waitFor()
})

test('given a report that failed, when it is looked at, then the reason is told', async () => {
  const failed: ReportProgress = { state: 'failed', reason: 'the budget of 500 USD is spent' }

  const page = await portal.visit(REPORT, { changed: { getReportProgress: failed } })

  await page.getByRole('alert').getByText('the budget of 500 USD is spent').waitFor()
})

test('given no report yet, when it is looked at, then one can be asked for', async () => {
  const none: Problem = {
    ...{ code: 'trials.no-report', kind: 'not-found', requestId: 'req-1' },
    message: 'the trial has no report yet',
  }

  const page = await portal.visit(REPORT, { changed: { getReport: none } })

  await page.getByRole('heading', { name: 'No report yet' }).waitFor()
  await page.getByRole('button', { name: 'Measure now' }).waitFor()
  assert.deepEqual(await violations(page), [])
})
