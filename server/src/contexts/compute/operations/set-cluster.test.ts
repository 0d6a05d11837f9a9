import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ClusterSetting } from '../index.ts'
import { idleTime } from '../model/cluster.ts'
import { ana, givenCompute, oneMachine, stranger } from '../testing/given-compute.ts'

test('given a cluster, when its settings change, then it has them', async () => {
  await using given = await givenCompute()
  const { compute } = given
  const { id } = await compute.runCluster(ana, { ...oneMachine, tags: { a: '1', b: '2' } })
  const set = async (setting: ClusterSetting) =>
    (await compute.setCluster(ana, { clusterIds: [id], setting }))[0]!

  await set({ action: 'AddTags', tags: { b: '3', c: '4' } })
  const { tags } = await set({ action: 'RemoveTags', tagKeys: ['a'] })
  const { stepConcurrency } = await set({ action: 'ModifyCluster', stepConcurrency: 5 })
  await set({ action: 'PutAutoTerminationPolicy', idleSecondsMax: 90 })
  const idle = (await compute.findCluster(id))!.idleSecondsMax
  const none = await set({ action: 'RemoveAutoTerminationPolicy', idleSecondsMax: undefined })
  const unkept = await set({ action: 'SetKeepJobFlowAliveWhenNoSteps', keepAlive: false })

  assert.deepEqual([tags, stepConcurrency, idle], [{ b: '3', c: '4' }, 5, 90])
  assert.deepEqual([none.idleSecondsMax, unkept.idleSecondsMax], [undefined, undefined])
  assert.equal(idleTime(unkept), 600)
  const kept = await set({ action: 'SetKeepJobFlowAliveWhenNoSteps', keepAlive: true })
  assert.equal(idleTime(kept), undefined)
  await set({ action: 'SetTerminationProtection', terminationProtected: true })
  await assert.rejects(compute.terminateClusters(ana, [id]), /is protected/)
})

test('given wrong settings or no right, when set, then refused and nothing changes', async () => {
  await using given = await givenCompute()
  const { compute, closed } = given
  const { id } = await compute.runCluster(ana, oneMachine)
  const { id: other } = await compute.runCluster(ana, oneMachine)
  const set = (setting: ClusterSetting, clusterIds = [id], as = ana) =>
    compute.setCluster(as, { clusterIds, setting })
  const protect = { action: 'SetTerminationProtection', terminationProtected: true } as const

  await assert.rejects(set({ action: 'ModifyCluster', stepConcurrency: 257 }), /1 to 256 steps/)
  await assert.rejects(
    set({ action: 'PutAutoTerminationPolicy', idleSecondsMax: 59 }),
    /60 to 604800/,
  )
  await assert.rejects(set(protect, [other, 'j-NONE']), /'j-NONE' is not valid/)
  await assert.rejects(set(protect, [id], stranger), /is not valid/)
  closed.add('elasticmapreduce:SetTerminationProtection')
  await assert.rejects(set(protect), /may not/)
  for (const one of [id, other])
    assert.equal((await compute.findCluster(one))?.terminationProtected, false)
  await compute.terminateClusters(ana, [id])
  await assert.rejects(set({ action: 'AddTags', tags: {} }), /is TERMINATING/)
})
