import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applicationBusy } from '../errors.ts'
import { GIB } from '../model/capacity.ts'
import { account, ana, givenCompute, onePlan } from '../testing/given-compute.ts'

test('given a driver on it, when stopped, then only after the driver has ended', async () => {
  await using given = await givenCompute()
  const { compute } = given
  const { id } = await compute.createApplication(ana, { plan: onePlan, clientToken: 't' })
  await compute.startApplication(ana, id)
  const owner = { kind: 'application' as const, id, accountId: account }
  const made = await compute.reserve({ owner, cpu: 1, memoryBytes: GIB, diskBytes: GIB })

  await assert.rejects(compute.stopApplication(ana, id), applicationBusy.matches)
  await compute.release(made.id)
  await compute.stopApplication(ana, id)
  await compute.stopApplication(ana, id)

  assert.equal((await compute.getApplication(ana, id)).state, 'STOPPED')
  assert.equal(given.open.size, 0)
})
