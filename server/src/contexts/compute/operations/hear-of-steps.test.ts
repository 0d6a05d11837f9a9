import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../../foundation/sql.ts'
import type { StepsNews } from '../index.ts'
import { ana, givenCompute, oneMachine } from '../testing/given-compute.ts'

const after = async (
  change: { keepAlive?: boolean; terminationProtected?: boolean },
  news: StepsNews,
) => {
  await using given = await givenCompute()
  const { compute, deps } = given
  const { id: clusterId } = await compute.runCluster(ana, { ...oneMachine, ...change })
  await transaction(deps.sql, (tx) => compute.hearOfSteps({ clusterId, ...news }, tx))
  await given.after(1)
  const { state, stateReason } = (await compute.findCluster(clusterId))!
  return [state, stateReason.code]
}

const idle = { running: 0, left: 0 }

test('given steps that run or wait, when heard of, then the cluster runs or waits', async () => {
  assert.deepEqual(await after({}, { running: 1, left: 2 }), ['RUNNING', undefined])
  assert.deepEqual(await after({}, { running: 0, left: 1 }), ['WAITING', undefined])
  assert.deepEqual(await after({}, idle), ['WAITING', undefined])
})

test('given a cluster that is not kept alive, when its last step ends, then it ends', async () => {
  const ended = await after({ keepAlive: false }, idle)
  assert.deepEqual(ended, ['TERMINATED', 'ALL_STEPS_COMPLETED'])
})

test('given a fatal step, when it fails, then an unprotected cluster ends', async () => {
  const fatal = { ...idle, fatal: 'load' }
  assert.deepEqual(await after({}, fatal), ['TERMINATED_WITH_ERRORS', 'STEP_FAILURE'])
  const kept = await after({ terminationProtected: true }, fatal)
  assert.deepEqual(kept, ['WAITING', undefined])
})
