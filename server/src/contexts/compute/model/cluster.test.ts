import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { invalidCluster, noSuchRelease } from '../errors.ts'
import { checkCluster, nextStep, type RunCluster } from './cluster.ts'

const moment = fc.record({
  state: fc.constantFrom('STARTING', 'WAITING', 'TERMINATING', 'TERMINATED' as const),
  unused: fc.boolean(),
  idleSeconds: fc.nat(1e6),
  idleSecondsMax: fc.option(fc.integer({ min: 60, max: 604_800 }), { nil: undefined }),
  endingSeconds: fc.nat(100),
})

test('given any moment, when it ends by itself, then it was idle for long enough', () => {
  fc.assert(
    fc.property(moment, (now) => {
      if (nextStep(now) !== 'terminate') return
      assert.ok(now.unused && now.idleSeconds >= (now.idleSecondsMax ?? Infinity))
    }),
  )
})

test('given any ending cluster, when half a minute has passed, then it is finished', () => {
  fc.assert(
    fc.property(moment, (now) => {
      assert.equal(nextStep({ ...now, state: 'TERMINATING', endingSeconds: 30 }), 'finish')
    }),
  )
})

const command: RunCluster = {
  name: 'c',
  releaseLabel: 'emr-7.9.0',
  groups: [{ role: 'MASTER', type: 'm5.xlarge', count: 1 }],
  configurations: [],
  applications: [],
  tags: {},
  echoed: {},
  terminationProtected: false,
  keepAlive: true,
  stepConcurrency: 1,
  idleSecondsMax: undefined,
}

test('given a cluster that cannot be, when checked, then it is refused', () => {
  const master = command.groups[0]!
  const wrong: Partial<RunCluster>[] = [
    { name: '' },
    { groups: [] },
    { groups: [{ ...master, count: 2 }] },
    { groups: [master, { role: 'CORE', type: 'm5.xlarge', count: 0.5 }] },
    { groups: [master, { role: 'CORE', type: 'm5.xlarge', count: 64 }] },
    { groups: [master, { role: 'CORE', type: 'm6g.xlarge', count: 1 }] },
    { groups: [{ ...master, type: 'p4d.24xlarge' }] },
    { idleSecondsMax: 59 },
  ]

  checkCluster(command)

  for (const part of wrong)
    assert.throws(() => checkCluster({ ...command, ...part }), invalidCluster.matches)
  const strange = { ...command, releaseLabel: 'emr-5.36.0' }
  assert.throws(() => checkCluster(strange), noSuchRelease.matches)
})
