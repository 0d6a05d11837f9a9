import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notFound } from '../errors.ts'
import { account, ana, givenPipelines, stranger } from '../testing/given-pipelines.ts'

const counts = { accountId: account, database: 'traffic', table: 'counts' }
const hourly = { ...counts, table: 'hourly' }

test('given a pipeline, when its input and output are traced, then both know it', async () => {
  await using given = await givenPipelines()
  await given.createTable('hourly')
  await given.create({ inputs: [counts], output: hourly })

  const fromInput = await given.pipelines.traceLineage(ana, counts)
  const fromOutput = await given.pipelines.traceLineage(ana, hourly)

  for (const { nodes, edges } of [fromInput, fromOutput]) {
    const names = new Map(nodes.map(({ id, label }) => [id, label]))
    assert.deepEqual(edges.map(({ from, to }) => `${names.get(from)} > ${names.get(to)}`).sort(), [
      'hourly-counts > traffic.hourly',
      'traffic.counts > hourly-counts',
    ])
  }
})

test('given a circle of pipelines, when it is traced, then it ends', async () => {
  await using given = await givenPipelines()
  await given.createTable('hourly')
  await given.create({ inputs: [counts], output: hourly }, 'forth')
  await given.create({ inputs: [hourly], output: counts }, 'back')

  const { nodes, edges } = await given.pipelines.traceLineage(ana, counts)

  assert.deepEqual([nodes.length, edges.length], [4, 4])
})

test('given a table that is hidden, when it is traced, then it is as if absent', async () => {
  await using given = await givenPipelines()
  await given.create({ inputs: [counts], output: hourly })

  await assert.rejects(given.pipelines.traceLineage(stranger, counts), notFound.matches)
})
