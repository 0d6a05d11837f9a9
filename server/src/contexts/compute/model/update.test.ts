import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidParameters } from '../errors.ts'
import type { Cluster, RunCluster } from './cluster.ts'
import { changeOf, updatedValues } from './update.ts'

const before = {
  name: 'mine',
  releaseLabel: 'spark-4.1',
  groups: [
    { role: 'MASTER', type: 'm5.large', count: 1 },
    { role: 'CORE', type: 'c5.large', count: 2 },
  ],
  idleSecondsMax: 600,
} as unknown as RunCluster
const cluster = {
  name: 'mine',
  releaseLabel: 'spark-4.1',
  groups: [
    { id: 'ig-1', role: 'MASTER', instanceType: 'm5.large', count: 1 },
    { id: 'ig-2', role: 'CORE', instanceType: 'c5.large', count: 2 },
    { id: 'ig-3', role: 'TASK', instanceType: 'c5.large', count: 1 },
  ],
} as unknown as Cluster
const [master, core] = before.groups

test('given more machines and another idle time, when compared, then these change', () => {
  const after = { ...before, idleSecondsMax: 60, groups: [master!, { ...core!, count: 4 }] }

  const change = changeOf(cluster, after)

  assert.deepEqual(change, { idleSecondsMax: 60, groups: [{ groupId: 'ig-2', count: 4 }] })
})

test('given what would be another cluster, when compared, then it is refused by name', () => {
  const others: [Partial<RunCluster>, RegExp][] = [
    [{ releaseLabel: 'spark-3.5' }, /the release .* from "spark-4.1" to "spark-3.5"/],
    [{ name: 'yours' }, /the name/],
    [{ groups: [master!] }, /the groups .* from "CORE and MASTER" to "MASTER"/],
    [{ groups: [master!, { ...core!, type: 'r5.large' }] }, /instance type of the CORE group/],
  ]

  for (const [over, message] of others)
    assert.throws(() => changeOf(cluster, { ...before, ...over }), message)
})

test('given values to keep, when updated, then they are as before, or refused', () => {
  const chosen = [
    { key: 'A', value: 'new', previous: false },
    { key: 'B', value: 'ignored', previous: true },
  ]

  assert.deepEqual(updatedValues(chosen, { A: 'old', B: 'old' }), [
    { key: 'A', value: 'new' },
    { key: 'B', value: 'old' },
  ])
  assert.throws(() => updatedValues(chosen, {}), invalidParameters.matches)
})
