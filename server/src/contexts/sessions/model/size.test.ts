import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { invalidSession } from '../errors.ts'
import { capacityOf, planOf, sameSize, sizeOf, withoutSize } from './size.ts'

const MIB = 2 ** 20
const standard = { cores: 2, memoryMib: 2048, jvmMib: 1024, temporaryMib: 512 }
const plenty = { cpu: 16, memoryBytes: 64 * 1024 * MIB }

test('given no wish or one that fits the standard driver, when sized, then it is that', () => {
  const wishes: Record<string, string>[] = [
    {},
    { 'spark.driver.memory': '1000M', 'spark.executor.cores': '2' },
    { 'spark.driver.memory': '512', 'spark.driver.cores': '1' },
  ]

  for (const wish of wishes) assert.ok(sameSize(sizeOf(wish, standard, plenty), standard))
})

test('given a larger driver and executors, when sized, then the box has room for both', () => {
  const size = sizeOf(
    {
      'spark.driver.memory': '2g',
      'spark.executor.instances': '3',
      'spark.executor.memory': '1g',
      'spark.executor.cores': '2',
    },
    standard,
    plenty,
  )

  assert.deepEqual(size, { cores: 6, memoryMib: 6144, jvmMib: 5120, temporaryMib: 512 })
})

test('given any wish, when sized, then executors give way and the driver does not', () => {
  const anyWish = fc.record({
    driver: fc.integer({ min: 1, max: 40 }),
    executors: fc.integer({ min: 0, max: 50 }),
    executor: fc.integer({ min: 1, max: 20 }),
    cores: fc.integer({ min: 1, max: 8 }),
  })
  const anyRoom = fc.record({
    cpu: fc.integer({ min: 1, max: 32 }),
    memoryBytes: fc.integer({ min: 2, max: 64 }).map((gib) => gib * 1024 * MIB),
  })
  fc.assert(
    fc.property(anyWish, anyRoom, ({ driver, executors, executor, cores }, most) => {
      const size = sizeOf(
        {
          'spark.driver.memory': `${driver}g`,
          'spark.executor.instances': String(executors),
          'spark.executor.memory': `${executor}g`,
          'spark.executor.cores': String(cores),
        },
        standard,
        most,
      )

      assert.ok(size.jvmMib >= driver * 1024)
      assert.ok(size.cores >= 1 && size.cores <= most.cpu)
      const driverFits = (driver + 1) * 1024 * MIB <= most.memoryBytes
      if (driverFits) assert.ok(size.memoryMib * MIB <= most.memoryBytes)
    }),
  )
})

test('given a place of one vCPU, when sized, then the driver has one core', () => {
  assert.equal(sizeOf({}, standard, { ...plenty, cpu: 1 }).cores, 1)
})

test('given what is no size, when read, then it is refused by name', () => {
  const wrong: Record<string, string>[] = [
    { 'spark.driver.memory': 'much' },
    { 'spark.executor.cores': '-1' },
  ]
  for (const conf of wrong)
    assert.throws(() => sizeOf(conf, standard, plenty), invalidSession.matches)

  assert.deepEqual(withoutSize({ 'spark.driver.memory': '1g', 'spark.a': '1' }), { 'spark.a': '1' })
})

test('given workers, when nothing is asked for, then one executor for each, as it fits', () => {
  const most = { cpu: 8, memoryBytes: 32 * 2 ** 30 }
  const plan = planOf({}, standard, { workers: 3, most, share: 1 })
  assert.equal(plan.executors?.count, 3)
  assert.equal(sameSize(plan, standard), true)
  const less = planOf({}, standard, { workers: 3, most: { ...most, cpu: 2 }, share: 1 })
  assert.equal(less.executors?.count, 1)
  assert.equal(planOf({}, standard, { workers: 0, most, share: 1 }).executors, undefined)
})

test('given workers, when sizes are asked for, then executors have them, and all counts', () => {
  const most = { cpu: 16, memoryBytes: 64 * 2 ** 30 }
  const conf = {
    'spark.driver.memory': '3g',
    'spark.executor.instances': '4',
    'spark.executor.cores': '2',
    'spark.executor.memory': '2g',
  }

  const plan = planOf(conf, standard, { workers: 1, most, share: 1 })

  assert.equal(plan.jvmMib, 3072)
  assert.equal(plan.executors?.count, 4)
  assert.equal(plan.executors?.size.jvmMib, 2048)
  const { memoryMib, cpu } = capacityOf(plan, 1)
  assert.equal(memoryMib, plan.memoryMib + 4 * (plan.executors?.size.memoryMib ?? 0))
  assert.equal(cpu, standard.cores * 0.25 + 4 * 2)
})
