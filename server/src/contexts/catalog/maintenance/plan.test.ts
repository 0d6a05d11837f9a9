import assert from 'node:assert/strict'
import { test } from 'node:test'
import { delays } from '../testing/given-catalog.ts'
import { givenEngine } from '../testing/given-engine.ts'
import { policyOf } from './model/policy.ts'
import { partitionsDue, planFor } from './plan.ts'

test('given more files than a look takes, when planned, then the plan says so', async () => {
  await using given = await givenEngine()
  for (const value of [1, 2, 3, 4, 5, 6, 7])
    await (await given.append([delays('2026-01-01', 'LH', [value])]))()
  const metadata = await given.metadata()
  const work = { deps: given.workings, policy: policyOf({}, {}) }

  const [partitions = new Set<string>()] = await partitionsDue(work, metadata)
  const part = await planFor(work, metadata, { partitions, filesMax: 6 })
  const whole = await planFor(work, metadata, { partitions })

  assert.deepEqual([part.cut, part.bins.map((bin) => bin.length)], [true, [6]])
  assert.deepEqual([whole.cut, whole.bins.map((bin) => bin.length)], [false, [7]])
})

test('given partitions with too little, when planned, then they are passed over', async () => {
  await using given = await givenEngine(true)
  for (const value of [1, 2, 3, 4])
    await (await given.append([delays(`2026-01-0${value}`, 'LH', [value])]))()
  const work = { deps: given.workings, policy: policyOf({}, {}) }

  const lots = await partitionsDue(work, await given.metadata())

  assert.deepEqual(lots, [])
})
