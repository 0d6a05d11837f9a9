import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Catalog } from '../../catalog/index.ts'
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

test('given jobs that tell events, when a table is traced, then they are joined', async () => {
  await using given = await givenPipelines()
  await given.createTable('hourly')
  await given.createTable('daily')
  await given.create({ inputs: [counts], output: hourly })
  const { catalog } = given.deps
  const glue = (table: string) => ({
    namespace: `arn:aws:glue:us-east-1:${account}`,
    name: `table/traffic/${table}`,
  })
  const event = {
    eventTime: '2026-05-18T07:00:00Z',
    producer: 'https://example.com/dbt',
    schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/JobEvent',
    job: { namespace: 'dbt', name: 'daily' },
    inputs: [glue('hourly'), { namespace: 'postgres://crm', name: 'crm.calendar' }],
    outputs: [glue('daily')],
  }

  await (catalog as Catalog).recordLineage(ana, { events: [event] })

  const drawn = async (asked: object) => {
    const { nodes, edges } = await given.pipelines.traceLineage(ana, { ...counts, ...asked })
    const names = new Map(nodes.map(({ id, label }) => [id, label]))
    return edges.map(({ from, to }) => `${names.get(from)} > ${names.get(to)}`).sort()
  }
  assert.deepEqual(await drawn({ direction: 'downstream' }), [
    'daily > traffic.daily',
    'hourly-counts > traffic.hourly',
    'traffic.counts > hourly-counts',
    'traffic.hourly > daily',
  ])
  assert.deepEqual((await drawn({ direction: 'downstream', steps: 1 })).length, 2)
  assert.deepEqual(await drawn({ direction: 'upstream' }), [])
  assert.deepEqual(await drawn({ table: 'daily', direction: 'upstream', steps: 1 }), [
    'crm.calendar > daily',
    'daily > traffic.daily',
    'traffic.hourly > daily',
  ])
})
