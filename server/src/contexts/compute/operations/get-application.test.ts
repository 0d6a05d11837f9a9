import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchApplication } from '../errors.ts'
import { ana, givenCompute, onePlan, stranger } from '../testing/given-compute.ts'

test('given an application, when read by two accounts, then only by its own', async () => {
  await using given = await givenCompute()
  const made = await given.compute.createApplication(ana, { plan: onePlan, clientToken: 't' })

  const read = await given.compute.getApplication(ana, made.id)

  assert.deepEqual(read, made)
  const foreign = given.compute.getApplication(stranger, made.id)
  await assert.rejects(foreign, noSuchApplication.matches)
})
