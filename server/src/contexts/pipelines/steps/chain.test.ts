import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenChain, named } from '../testing/given-chain.ts'
import { ana, type GivenPipelines, givenPipelines } from '../testing/given-pipelines.ts'
import type { ChainLink } from './chain.ts'

function told({ subject, state, mustAt, marginSeconds }: ChainLink): string {
  const name = subject?.kind === 'pipeline' ? subject.pipeline.name : subject?.kind
  const by = mustAt?.toISOString().slice(11, 16)
  return `${name} ${state} ${by} ${marginSeconds === undefined ? '?' : marginSeconds / 60}`
}

async function chainAt(given: GivenPipelines, time: string): Promise<string[]> {
  given.time.now = new Date(`2026-11-23T${time}:00Z`)
  const { chain } = await given.pipelines.getPipeline(ana, { pipeline: 'daily' })
  return chain.map(told)
}

test('given pipelines in a row, when time passes, then margins go back to the file', async () => {
  await using given = await givenPipelines()
  await givenChain(given)

  assert.deepEqual(await chainAt(given, '05:00'), [
    'daily kept 07:00 -10',
    'hourly kept 06:20 -10',
    'delivery kept 05:50 -10',
  ])
  assert.deepEqual(await chainAt(given, '05:55'), [
    'daily endangered 07:00 -10',
    'hourly endangered 06:20 -10',
    'delivery missed 05:50 -10',
  ])
  assert.deepEqual(await chainAt(given, '07:10'), [
    'daily missed 07:00 -80',
    'hourly missed 06:20 -80',
    'delivery missed 05:50 -80',
  ])
})

test('given a hidden input, when the chain is told, then without its name', async () => {
  await using given = await givenPipelines()
  await givenChain(given)
  const { catalog } = given.deps
  given.deps.catalog = {
    ...catalog,
    visibleAmong: async (caller, tables) =>
      (await catalog.visibleAmong(caller, tables)).filter(({ table }) => table !== 'hourly'),
  }

  assert.deepEqual(await chainAt(given, '05:00'), [
    'daily kept 07:00 -10',
    'undefined kept 06:20 -10',
  ])
})

test('given a circle and no history, when the chain is told, then it ends', async () => {
  await using given = await givenPipelines()
  await givenChain(given)
  const [hourly, daily] = [named('hourly'), named('daily')]
  await given.create({ inputs: [daily], output: hourly }, 'back')

  assert.deepEqual(await chainAt(given, '05:00'), [
    'daily unknown 07:00 ?',
    'back unknown 06:20 ?',
    'hourly kept 06:20 -10',
    'delivery kept 05:50 -10',
  ])
})

test('given no deadline, when a pipeline is asked, then it has no chain', async () => {
  await using given = await givenPipelines()
  await given.create({}, 'daily')

  assert.deepEqual(await chainAt(given, '05:00'), [])
})
