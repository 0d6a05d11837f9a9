import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Problem, ReportProgress, Workspace } from '@millrace/contract'
import { NOW } from './testing/answers/people.ts'
import { TRIAL_DETAIL } from './testing/answers/work.ts'
import { violations } from './testing/axe.ts'
import { type GivenPortal, givenPortal, type VisitOptions } from './testing/portal.ts'

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

const ROLE = 'arn:aws:iam::444444444444:role/trial_abcdefghij'
const READY: Workspace = {
  state: 'ready',
  people: ['arn:aws:iam::444444444444:user/quant'],
  parts: [
    { kind: 'role', name: ROLE, state: 'there' },
    { kind: 'database', name: 'trial_abcdefghij', state: 'there' },
    { kind: 'access', state: 'there' },
    { kind: 'cluster', state: 'not started' },
    { kind: 'notebooks', state: 'open' },
  ],
  files: [],
  ...{ mayUse: true, mayMend: false, mayLaunch: true },
}

for (const look of [
  { width: 1280, colors: 'light' },
  { width: 360, colors: 'dark' },
] as const)
  test(`given a workspace, when it is used ${look.colors}, then each part is told`, async () => {
    const changes: NonNullable<VisitOptions['changes']> = []
    const changed = {
      getTrial: { ...TRIAL_DETAIL, workspace: READY },
      launchTrialCluster: { clusterId: 'j-1' },
    }
    const page = await portal.visit('/trials/tr-1', { ...look, changes, changed })
    const panel = page.locator('section.panel', { hasText: 'Workspace' }).last()
    await panel.getByText('not started').waitFor()
    assert.deepEqual(await violations(page), [])

    await panel.getByRole('button', { name: 'Start the cluster' }).click()
    await panel.getByRole('button', { name: 'Open the notebook' }).waitFor()

    assert.deepEqual(
      changes.map(({ operation }) => operation),
      ['launchTrialCluster'],
    )
  })

test('given a workspace that failed, when it is looked at, then why, and a way on', async () => {
  const changes: NonNullable<VisitOptions['changes']> = []
  const failure = 'its role could not be made: denied. Whoever tries again needs iam:CreateRole.'
  const workspace: Workspace = {
    ...{ ...READY, state: 'failed', failure, parts: [{ kind: 'role', state: 'not there' }] },
    ...{ mayUse: false, mayMend: true, mayLaunch: false },
  }
  const changed = {
    getTrial: { ...TRIAL_DETAIL, workspace },
    mendWorkspace: { done: true as const },
  }
  const page = await portal.visit('/trials/tr-1', { changes, changed })

  await page.getByRole('alert').getByText('needs iam:CreateRole').waitFor()
  await page.getByRole('button', { name: 'Try again' }).click()

  await page.waitForTimeout(100)
  assert.deepEqual(
    changes.map(({ operation }) => operation),
    ['mendWorkspace'],
  )
})

test('given a trial with a workspace, when bought, then its tables are handed over', async () => {
  const changes: NonNullable<VisitOptions['changes']> = []
  const getTrial = { ...TRIAL_DETAIL, workspace: READY }
  const changed = { getTrial, decideTrial: { done: true as const } }
  const page = await portal.visit('/trials/tr-1', { changes, changed })
  await page.getByRole('button', { name: 'Decide' }).click()
  await page.getByLabel('Tables made in the workspace are').selectOption('hand-over')
  await page.getByLabel('To whom').fill('arn:aws:iam::444444444444:role/research')
  await page.getByLabel('Reasons, one a line').fill('it leads')
  assert.deepEqual(await violations(page), [])

  await page.getByRole('button', { name: 'Sign “buy”' }).click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })

  assert.deepEqual(changes[0]?.body, {
    ...{ decision: 'buy', reasons: ['it leads'] },
    workspace: { data: 'hand-over', heir: 'arn:aws:iam::444444444444:role/research' },
  })
})

test('given open questions, when they are answered, then the answers are sent', async () => {
  const changes: NonNullable<VisitOptions['changes']> = []
  const getTrial = { ...TRIAL_DETAIL, stage: 'compliance' as const }
  const answerCompliance = { id: 'tr-1', stage: 'running' }
  const changed = { getTrial, answerCompliance }
  const page = await portal.visit('/trials/tr-1', { changes, changed })

  await page.getByLabel('Does it hold personal data?').fill('No.')
  await page.getByRole('button', { name: 'Answer', exact: true }).click()

  await page.waitForTimeout(100)
  const answers = [{ question: 'Does it hold personal data?', answer: 'No.' }]
  assert.deepEqual(changes[0]?.body, { answers })
})
