import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ana, givenCompute, oneMachine, onePlan } from '../testing/given-compute.ts'

test('given clusters and applications, when the server starts, then all listen', async () => {
  await using given = await givenCompute()
  const cluster = await given.compute.runCluster(ana, oneMachine)
  const command = { plan: onePlan, clientToken: 't' }
  const application = await given.compute.createApplication(ana, command)
  await given.compute.startApplication(ana, application.id)
  given.open.clear()

  await given.compute.start()

  assert.deepEqual([...given.open.values()].sort(), [application.id, cluster.id].sort())
})
