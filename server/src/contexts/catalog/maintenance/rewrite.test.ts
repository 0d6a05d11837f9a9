import assert from 'node:assert/strict'
import { test } from 'node:test'
import { delays, flights } from '../testing/given-catalog.ts'
import { type GivenEngine, givenEngine, type Ready } from '../testing/given-engine.ts'
import { runMaintenance } from './run.ts'

/** Compacts, while `meanwhile` commits between the new file and its commit. */
async function compactedWith(given: GivenEngine, meanwhile: () => Promise<Ready>) {
  const { catalog, ana, workings } = given
  const adopting = { begun: false }
  const storage: typeof workings.storage = Object.create(workings.storage)
  storage.adopt = async (location, path) => {
    const facts = await workings.storage.adopt(location, path)
    if (!adopting.begun) {
      adopting.begun = true
      await (await meanwhile())()
    }
    return facts
  }
  const run = await catalog.runMaintenance(ana, { ...flights, tasks: ['compact'] })
  await runMaintenance({ ...workings, storage }, run?.id ?? '')
  const { last } = await catalog.getMaintenance(ana, flights)
  assert.equal(last?.error, undefined)
  return last?.results[0]?.counts ?? {}
}

async function givenFive() {
  const given = await givenEngine()
  for (const value of [1, 2, 3, 4, 5])
    await (await given.append([delays('2026-01-01', 'LH', [value])]))()
  return given
}

test('given an append during a rewrite, when both are in, then both are there', async () => {
  await using given = await givenFive()

  const counts = await compactedWith(given, () => given.append([delays('2026-01-01', 'LH', [6])]))

  assert.equal(counts.filesRemoved, 5)
  assert.deepEqual(await given.delays(), [1, 2, 3, 4, 5, 6])
})

test('given an equality delete during a rewrite, when both are in, then it counts', async () => {
  await using given = await givenFive()

  const counts = await compactedWith(given, () => given.eraseEqual(3))

  assert.equal(counts.filesRemoved, 5)
  assert.deepEqual(await given.delays(), [1, 2, 4, 5])
})

test('given a position delete during a rewrite, when it is first, then that gives up', async () => {
  await using given = await givenFive()

  const counts = await compactedWith(given, () => given.erasePositions(3))

  assert.equal(counts.binsGivenUp, 1)
  assert.deepEqual(await given.delays(), [1, 2, 4, 5])
})

test('given files that go over, when rows are deleted meanwhile, then they stay gone', async () => {
  await using given = await givenEngine(true)
  for (const value of [1, 2, 3, 4, 5])
    await (await given.append([delays(`2026-01-0${value}`, 'LH', [value])]))()
  await given.divide([])
  await given.tell({ 'millrace.maintenance.present-spec': 'true' })

  const counts = await compactedWith(given, () => given.eraseEqual(3))

  assert.deepEqual([counts.filesRemoved, counts.binsGivenUp], [0, 1])
  assert.deepEqual(await given.delays(), [1, 2, 4, 5])
  await given.maintain(['compact'])
  assert.deepEqual(await given.delays(), [1, 2, 4, 5])
  await using scan = await given.catalog.scan(given.ana, flights)
  assert.deepEqual(
    scan.files.map(({ file }) => file.specId),
    [1],
  )
})
