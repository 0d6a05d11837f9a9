import assert from 'node:assert/strict'
import test from 'node:test'
import { ana, givenPipelines, stranger } from '../testing/given-pipelines.ts'

test('given pipelines, when listed, then those of the own account come by name', async () => {
  await using given = await givenPipelines()
  for (const name of ['b', 'a']) await given.create({}, name)

  const names = (await given.pipelines.listPipelines(ana)).map(({ pipeline }) => pipeline.name)

  assert.deepEqual(names, ['a', 'b'])
  assert.deepEqual(await given.pipelines.listPipelines(stranger), [])
})
