import assert from 'node:assert/strict'
import { test } from 'node:test'
import { upstreamBusy } from '../../errors.ts'
import { givenLinked } from '../../testing/given-linked.ts'

const BODIES_MAX = 64
const plain = { headers: {}, metadata: {} }

test('given as many bodies as may be held, when one more comes, then it is not read', async () => {
  await using given = await givenLinked()
  const { linked, far } = given
  const gate = Promise.withResolvers<Buffer>()
  const read: string[] = []
  const put = (key: string) =>
    linked.putBytes(
      key,
      () => {
        read.push(key)
        return gate.promise
      },
      plain,
    )
  const held = Array.from({ length: BODIES_MAX }, (_, at) => put(`held-${at}`))

  await assert.rejects(put('one more'), upstreamBusy.matches)
  await assert.rejects(linked.putBytes('in memory', Buffer.from('x'), plain), upstreamBusy.matches)
  assert.equal(read.length, BODIES_MAX)
  gate.resolve(Buffer.from('x'))
  await Promise.all(held)

  await linked.putBytes('later', Buffer.from('x'), plain)
  assert.equal(far.objects.size, BODIES_MAX + 1)
})
