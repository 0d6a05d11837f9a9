import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applicationState } from '../errors.ts'
import { ana, givenCompute, onePlan } from '../testing/given-compute.ts'

test('given a started application, when deleted, then only once it is stopped', async () => {
  await using given = await givenCompute()
  const { compute } = given
  const { id } = await compute.createApplication(ana, { plan: onePlan, clientToken: 't' })
  await compute.startApplication(ana, id)

  await assert.rejects(compute.deleteApplication(ana, id), applicationState.matches)
  await compute.stopApplication(ana, id)
  await compute.deleteApplication(ana, id)

  assert.equal((await compute.getApplication(ana, id)).state, 'TERMINATED')
  await assert.rejects(compute.startApplication(ana, id), applicationState.matches)
})
