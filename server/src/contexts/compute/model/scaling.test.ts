import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidCluster } from '../errors.ts'
import { machinesNeeded, scaledCount, scaledRange } from './scaling.ts'
import { checkScaling, type ScalingLimits } from './scaling-limits.ts'

const limits: ScalingLimits = {
  unit: 'Instances',
  minimum: 1,
  maximum: 4,
  maximumCore: undefined,
  maximumOnDemand: undefined,
}
const size = { cores: 1, memoryMib: 2048, jvmMib: 1024, temporaryMib: 512 }
const group = (role: 'MASTER' | 'CORE' | 'TASK', count: number) => ({
  ...{ id: `ig-${role}`, name: role, role, count, instanceType: 'm5.xlarge' },
  instanceIds: [],
})

test('given executors of two sizes, when machines are counted, then all of them fit', () => {
  const large = { ...size, cores: 4 }
  assert.equal(machinesNeeded([{ count: 5, size }], 'm5.xlarge'), 2)
  assert.equal(
    machinesNeeded(
      [
        { count: 4, size },
        { count: 1, size: large },
      ],
      'm5.xlarge',
    ),
    2,
  )
  assert.equal(machinesNeeded([{ count: 1, size: { ...size, cores: 64 } }], 'm5.xlarge'), 0)
})

test('given pending executors, when scaled, then at once and to the maximum at most', () => {
  const range = { least: 1, most: 4 }
  assert.equal(scaledCount({ count: 1, needed: 3, idle: 0, range }), 3)
  assert.equal(scaledCount({ count: 1, needed: 9, idle: 0, range }), 4)
})

test('given too many machines, when scaled, then only idle ones go', () => {
  const range = { least: 1, most: 4 }
  assert.equal(scaledCount({ count: 4, needed: 1, idle: 0, range }), 4)
  assert.equal(scaledCount({ count: 4, needed: 1, idle: 2, range }), 2)
  assert.equal(scaledCount({ count: 4, needed: 0, idle: 4, range }), 1)
  assert.equal(scaledCount({ count: 4, needed: 4, idle: 0, range: { least: 1, most: 2 } }), 2)
})

test('given core and task groups, when the range is asked for, then tasks come and go', () => {
  const groups = [group('MASTER', 1), group('CORE', 2), group('TASK', 1)]
  assert.deepEqual(scaledRange({ groups }, limits), { least: 0, most: 2 })
  const vcpus = { ...limits, unit: 'VCPU' as const, minimum: 12, maximum: 32 }
  assert.deepEqual(scaledRange({ groups }, vcpus), { least: 1, most: 6 })
  const core = [group('MASTER', 1), group('CORE', 2)]
  assert.deepEqual(scaledRange({ groups: core }, { ...limits, maximumCore: 3 }), {
    least: 1,
    most: 3,
  })
})

test('given limits that contradict, when checked, then they are refused', () => {
  for (const wrong of [{ minimum: 0 }, { minimum: 5 }, { maximum: 1.5 }, { maximumCore: 9 }])
    assert.throws(() => checkScaling({ ...limits, ...wrong }), invalidCluster.matches)
})
