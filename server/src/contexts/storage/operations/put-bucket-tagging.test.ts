import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidTag } from '../errors.ts'
import { ana, givenStorage } from '../testing/given-storage.ts'

test('given tags, when others come, then they replace them all', async () => {
  await using given = await givenStorage()
  await given.storage.putBucketTagging(ana, {
    bucket: 'lake',
    pairs: [
      ['a', '1'],
      ['b', '2'],
    ],
  })

  await given.storage.putBucketTagging(ana, { bucket: 'lake', pairs: [['c', '']] })

  assert.deepEqual(await given.storage.getBucketTagging(ana, 'lake'), { c: '' })
})

test('given what is no tag, when put, then it is refused and the others stay', async () => {
  await using given = await givenStorage()
  await given.storage.putBucketTagging(ana, { bucket: 'lake', pairs: [['a', '1']] })
  const wrong: [string, string][][] = [
    [['', 'empty']],
    [
      ['a', '1'],
      ['a', '2'],
    ],
    [['new\nline', '']],
    Array.from({ length: 51 }, (_, number) => [String(number), '']),
  ]

  for (const pairs of wrong)
    await assert.rejects(
      given.storage.putBucketTagging(ana, { bucket: 'lake', pairs }),
      invalidTag.matches,
    )

  assert.deepEqual(await given.storage.getBucketTagging(ana, 'lake'), { a: '1' })
})
