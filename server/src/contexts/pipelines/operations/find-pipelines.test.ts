import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ana, givenPipelines, stranger } from '../testing/given-pipelines.ts'

test('given pipelines, when words are searched, then those of the account are found', async () => {
  await using given = await givenPipelines()
  await given.create({ description: 'Delay by airport and hour' }, 'delays')
  await given.create({}, 'volumes')
  const find = (text: string, countMax = 9) =>
    given.pipelines.findPipelines(ana, { text, countMax })

  const byName = await find('volu')
  const byWords = await find('airport delay')

  assert.deepEqual(
    byName.map(({ name }) => name),
    ['volumes'],
  )
  assert.deepEqual(
    byWords.map(({ name }) => name),
    ['delays'],
  )
  assert.equal((await find('traffic hourly', 1)).length, 1)
  assert.deepEqual(await find('100%'), [])
  const abroad = given.pipelines.findPipelines(stranger, { text: 'delay', countMax: 9 })
  assert.deepEqual(await abroad, [])
})

test('given no right to list, when pipelines are searched, then it is refused', async () => {
  await using given = await givenPipelines()
  given.refused.add('pipelines:ListPipelines')

  const asked = given.pipelines.findPipelines(ana, { text: 'delay', countMax: 9 })

  await assert.rejects(asked, /ListPipelines is refused/)
})
