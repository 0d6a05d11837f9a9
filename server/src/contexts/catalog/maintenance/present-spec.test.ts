import assert from 'node:assert/strict'
import { test } from 'node:test'
import { delays, flights } from '../testing/given-catalog.ts'
import { type GivenEngine, givenEngine } from '../testing/given-engine.ts'
import { rowNames } from '../testing/row-names.ts'

/** Four days of two files each, then the table is divided by month. */
async function givenMonths(formatVersion: number) {
  const given = await givenEngine(true, formatVersion)
  for (const [at, day] of ['2026-01-01', '2026-01-02', '2026-02-01', '2026-02-02'].entries())
    for (const more of [0, 1]) await (await given.append([delays(day, 'LH', [at * 2 + more])]))()
  await given.divide([{ 'source-id': 1, name: 'month', transform: 'month' }])
  return given
}

async function filesOf({ catalog, ana }: GivenEngine) {
  await using scan = await catalog.scan(ana, flights)
  return scan.files.map(({ file }) => [file.specId, ...file.partition.values()]).sort()
}

for (const formatVersion of [1, 2, 3])
  test(`given format ${formatVersion}, when the policy says so, then files go over`, async () => {
    await using given = await givenMonths(formatVersion)
    const { last: before } = await given.maintain(['compact'])
    const stayed = await filesOf(given)
    const names = await rowNames(given, await given.metadata())
    await given.tell({ 'millrace.maintenance.present-spec': 'true' })

    const { last } = await given.maintain(['compact'])

    assert.deepEqual([before?.results[0]?.counts.filesRemoved, stayed.length], [0, 8])
    assert.deepEqual(last?.results[0]?.counts.filesRemoved, 8)
    assert.deepEqual(await filesOf(given), [
      [1, 672],
      [1, 673],
    ])
    assert.deepEqual(await given.delays(), [0, 1, 2, 3, 4, 5, 6, 7])
    if (formatVersion > 2)
      assert.deepEqual(
        [...(await rowNames(given, await given.metadata()))].sort(),
        [...names].sort(),
      )
    const again = await given.maintain(['compact'])
    assert.equal(again.last?.results[0]?.counts.filesRemoved, 0)
  })

test('given finer parts, when the policy says so, then files stay where they are', async () => {
  await using given = await givenEngine()
  for (const value of [1, 2]) await (await given.append([delays('2026-01-01', 'LH', [value])]))()
  await given.divide([{ 'source-id': 1, name: 'day', transform: 'identity' }])
  await given.tell({ 'millrace.maintenance.present-spec': 'true' })

  const { last } = await given.maintain(['compact'])

  assert.equal(last?.results[0]?.counts.filesRemoved, 0)
  assert.deepEqual(await filesOf(given), [[0], [0]])
  assert.deepEqual(await given.delays(), [1, 2])
})
