import assert from 'node:assert/strict'
import { test } from 'node:test'
import { account, ana, givenPipelines, stranger } from '../testing/given-pipelines.ts'

const output = { accountId: account, database: 'traffic', table: 'counts' }
const deadline = { time: '07:00', zone: 'UTC', days: 1, from: 'slice' } as const

test('given a pipeline with a deadline, when its output is asked, then it promises', async () => {
  await using given = await givenPipelines()
  await given.create({ output, inputs: [], trigger: 'manual', deadline })

  const [maker] = await given.pipelines.makersOf(ana, { tables: [output] })

  assert.equal(maker?.pipeline.name, 'hourly-counts')
  assert.equal(maker?.promise, 'every day 07:00 UTC, 1 day after the slice')
  assert.equal(maker?.late, false)
  assert.deepEqual(await given.pipelines.makersOf(stranger, { tables: [output] }), [])
})
