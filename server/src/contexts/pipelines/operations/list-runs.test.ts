import assert from 'node:assert/strict'
import test from 'node:test'
import { ana, givenPipelines, stranger } from '../testing/given-pipelines.ts'

test('given runs, when listed by pages, then the newest come first and each once', async () => {
  await using given = await givenPipelines()
  const pipeline = await given.create()
  const slices = ['2013-12-01', '2013-12-03', '2013-12-05']
  await given.pipelines.startRun(ana, { pipeline, slices })

  const list = async (before?: string) =>
    (await given.pipelines.listRuns(ana, { pipeline, countMax: 2, ...(before && { before }) })).runs
  const first = await list()
  const rest = await list(first.at(-1)?.id)

  const all = [...first, ...rest].map(({ id }) => id)
  assert.deepEqual([first.length, rest.length, new Set(all).size], [2, 1, 3])
  assert.deepEqual(all, all.toSorted().reverse())
  const foreign = given.pipelines.listRuns(stranger, { pipeline, countMax: 2 })
  await assert.rejects(foreign, /does not exist/)
})
