import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchApplication } from '../errors.ts'
import { ana, givenCompute, onePlan, stranger } from '../testing/given-compute.ts'

test('given an application, when started twice, then it listens once', async () => {
  await using given = await givenCompute()
  given.taken.add(8600)
  const { id } = await given.compute.createApplication(ana, { plan: onePlan, clientToken: 't' })

  await given.compute.startApplication(ana, id)
  await given.compute.startApplication(ana, id)

  const { state, livyPort } = await given.compute.getApplication(ana, id)
  assert.deepEqual([state, livyPort, [...given.open]], ['STARTED', 8601, [[8601, id]]])
  await assert.rejects(given.compute.startApplication(stranger, id), noSuchApplication.matches)
})
