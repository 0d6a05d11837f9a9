import assert from 'node:assert/strict'
import { test } from 'node:test'
import { account, ana, givenCompute, oneMachine, stranger } from '../testing/given-compute.ts'

test('given clusters that run, end or are others’, when used, then what runs', async () => {
  await using given = await givenCompute()
  const { compute } = given
  const { id: clusterId } = await compute.runCluster(ana, oneMachine)

  const found = await compute.usableCluster({ accountId: account, clusterId })

  assert.equal(found.state, 'WAITING')
  const theirs = compute.usableCluster({ accountId: stranger.accountId, clusterId })
  await assert.rejects(theirs, /is not valid/)
  await compute.terminateClusters(ana, [clusterId])
  const ended = compute.usableCluster({ accountId: account, clusterId })
  await assert.rejects(ended, /is TERMINATING/)
})
