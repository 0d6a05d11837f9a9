import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GIB } from '../model/capacity.ts'
import { account, ana, givenCompute, oneMachine } from '../testing/given-compute.ts'

test('given a reservation, when released twice, then its room is free once', async () => {
  await using given = await givenCompute()
  const { id } = await given.compute.runCluster(ana, oneMachine)
  const owner = { kind: 'cluster' as const, id, accountId: account }
  const whole = { cpu: 4, memoryBytes: 16 * GIB, diskBytes: GIB }
  const made = await given.compute.reserve({ owner, ...whole })

  await given.compute.release(made.id)
  await given.compute.release(made.id)

  await given.compute.reserve({ owner, ...whole })
  await assert.rejects(given.compute.reserve({ owner, ...whole }), { kind: 'limit-exceeded' })
})
