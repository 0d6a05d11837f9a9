import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  applicationState,
  invalidApplication,
  noSuchApplication,
  noSuchRelease,
} from '../errors.ts'
import { ana, givenCompute, onePlan, stranger } from '../testing/given-compute.ts'

const created = { plan: onePlan, clientToken: 't' }

test('given an application, when a part is changed, then the rest stays', async () => {
  await using given = await givenCompute()
  const { compute } = given
  const before = await compute.createApplication(ana, created)

  const change = { concurrentRunsMax: 2, autoStop: { idleMinutes: 7 }, maximumCapacity: { cpu: 1 } }
  await compute.updateApplication(ana, { applicationId: before.id, change })

  const after = await compute.getApplication(ana, before.id)
  const { concurrentRunsMax, autoStopIdleMinutes, maximumCapacity, updatedAt } = after
  assert.deepEqual([concurrentRunsMax, autoStopIdleMinutes, maximumCapacity], [2, 7, { cpu: 1 }])
  assert.deepEqual([after.name, after.tags], [before.name, before.tags])
  assert.ok(updatedAt >= before.updatedAt)
})

test('given one that stops by itself, when that ends and begins again, then as said', async () => {
  await using given = await givenCompute()
  const { compute } = given
  const { id: applicationId } = await compute.createApplication(ana, created)
  const stopping = async (autoStop: { enabled?: boolean; idleMinutes?: number }) =>
    (await compute.updateApplication(ana, { applicationId, change: { autoStop } }))
      .autoStopIdleMinutes

  assert.equal(await stopping({ enabled: false }), undefined)
  assert.equal(await stopping({ enabled: true }), 15)
  assert.equal(await stopping({ enabled: true, idleMinutes: 30 }), 30)
  assert.equal(await stopping({ enabled: true }), 30)
})

test('given one that is started or gone, when changed, then only when it is stopped', async () => {
  await using given = await givenCompute()
  const { compute } = given
  const { id: applicationId } = await compute.createApplication(ana, created)
  const update = (caller = ana) =>
    compute.updateApplication(caller, { applicationId, change: { releaseLabel: 'spark-3.5' } })
  await compute.startApplication(ana, applicationId)

  await assert.rejects(update(), applicationState.matches)
  await compute.stopApplication(ana, applicationId)
  assert.equal((await update()).releaseLabel, 'spark-3.5')
  await assert.rejects(update(stranger), noSuchApplication.matches)
  await compute.deleteApplication(ana, applicationId)
  await assert.rejects(update(), applicationState.matches)
})

test('given what cannot be, when changed, then it is refused and nothing is', async () => {
  await using given = await givenCompute()
  const { compute } = given
  const { id: applicationId } = await compute.createApplication(ana, created)
  const update = (change: object) => compute.updateApplication(ana, { applicationId, change })

  await assert.rejects(update({ concurrentRunsMax: 0 }), invalidApplication.matches)
  await assert.rejects(update({ releaseLabel: 'emr-5.0.0' }), noSuchRelease.matches)
  given.closed.add('emr-serverless:UpdateApplication')
  await assert.rejects(update({ concurrentRunsMax: 2 }), /may not/)

  const after = await compute.getApplication(ana, applicationId)
  assert.equal(after.concurrentRunsMax, onePlan.concurrentRunsMax)
})

test('given one that was changed, when its token comes again, then it is the same', async () => {
  await using given = await givenCompute()
  const { compute } = given
  const { id: applicationId } = await compute.createApplication(ana, created)
  await compute.updateApplication(ana, { applicationId, change: { concurrentRunsMax: 2 } })

  const again = await compute.createApplication(ana, created)

  assert.deepEqual([again.id, again.concurrentRunsMax], [applicationId, 2])
})
