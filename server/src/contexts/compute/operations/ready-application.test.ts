import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applicationState, noSuchApplication } from '../errors.ts'
import { account, ana, givenCompute, onePlan, stranger } from '../testing/given-compute.ts'

test('given autoStart, when a run needs it, then it is started', async () => {
  await using given = await givenCompute()
  const { id } = await given.compute.createApplication(ana, { plan: onePlan, clientToken: 't' })

  const ready = await given.compute.readyApplication({ accountId: account, applicationId: id })

  assert.equal(ready.state, 'STARTED')
  const foreign = { accountId: stranger.accountId, applicationId: id }
  await assert.rejects(given.compute.readyApplication(foreign), noSuchApplication.matches)
})

test('given no autoStart, when a run needs it, then it is refused', async () => {
  await using given = await givenCompute()
  const plan = { ...onePlan, autoStart: false }
  const { id } = await given.compute.createApplication(ana, { plan, clientToken: 't' })

  const ready = given.compute.readyApplication({ accountId: account, applicationId: id })

  await assert.rejects(ready, applicationState.matches)
})
