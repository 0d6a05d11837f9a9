import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidCluster } from '../errors.ts'
import { GIB } from './capacity.ts'
import { type Cluster, instanceGroups } from './cluster.ts'
import { granted, resized } from './resize.ts'

const groups = instanceGroups([
  { role: 'MASTER', type: 'm5.large', count: 1 },
  { role: 'CORE', type: 'm5.large', count: 3 },
])
const [master, core] = groups
const cluster = { groups } as unknown as Cluster

test('given a group, when it shrinks, then those named leave first, then the last', () => {
  const [first, second, third] = core!.instanceIds

  const after = resized(cluster, { groupId: core!.id, count: 1, first: [first!] })

  assert.deepEqual(after.groups[1]?.instanceIds, [second])
  assert.deepEqual(after.groups[1]?.leaving, [first, third])
})

test('given a group, when it grows, then what was there stays', () => {
  const after = resized(cluster, { groupId: core!.id, count: 5 })

  assert.equal(after.groups[1]?.instanceIds.length, 5)
  assert.deepEqual(after.groups[1]?.instanceIds.slice(0, 3), core!.instanceIds)
})

test('given what cannot be, when resized, then it is refused', () => {
  const wrong = [
    { groupId: 'ig-none', count: 1 },
    { groupId: master!.id, count: 2 },
    { groupId: core!.id, count: 0 },
    { groupId: core!.id, count: 64 },
  ]
  for (const wish of wrong)
    assert.throws(() => resized(cluster, wish), invalidCluster.matches, JSON.stringify(wish))
})

test('given a cluster that grows by itself, when granted, then what it may grow to', () => {
  const nobody = { maximumCore: undefined, maximumOnDemand: undefined }
  const scaling = { unit: 'Instances' as const, minimum: 1, maximum: 9, ...nobody }
  const host = { cpu: 100, memoryBytes: 60 * GIB, diskBytes: 1000 * GIB }

  const { granted: capacity } = granted({ groups, scaling }, [{ level: 'platform', limit: host }])

  assert.equal(capacity.cpu, 20)
  assert.equal(capacity.memoryBytes, 60 * GIB)
})
