import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchCluster } from '../errors.ts'
import { GIB } from '../model/capacity.ts'
import { account, ana, givenCompute, onePlan, stranger } from '../testing/given-compute.ts'

test('given caps at every level, when room is asked for, then each takes its part', async () => {
  await using given = await givenCompute()
  const { id } = await given.compute.createApplication(ana, { plan: onePlan, clientToken: 't' })
  await given.compute.startApplication(ana, id)
  await given.compute.setAccountLimit(ana, { accountId: account, memoryBytes: 4 * GIB })

  const room = await given.compute.findRoom({ kind: 'application', id, accountId: account })

  assert.deepEqual(room, { cpu: 2, memoryBytes: 4 * GIB, diskBytes: 200 * GIB })
})

test('given a foreign cluster, when room is asked for, then it is not there', async () => {
  await using given = await givenCompute()
  const owner = { kind: 'cluster' as const, id: 'j-1', accountId: stranger.accountId }

  await assert.rejects(given.compute.findRoom(owner), noSuchCluster.matches)
})
