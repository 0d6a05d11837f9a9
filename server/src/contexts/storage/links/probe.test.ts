import assert from 'node:assert/strict'
import { test } from 'node:test'
import { upstreamRefused } from '../errors.ts'
import { givenLinked } from '../testing/given-linked.ts'
import { refuse } from '../testing/given-upstream.ts'
import { probeWriting } from './probe.ts'

test('given a place that keeps conditions, when probed, then nothing is left there', async () => {
  await using given = await givenLinked()

  await probeWriting(given.linked)

  assert.equal(given.far.asked.filter((what) => what.startsWith('PUT')).length, 3)
  assert.deepEqual([...given.far.objects.keys()], [])
})

for (const failing of [1, 2, 3])
  test(`given that PUT ${failing} fails, when probed, then nothing is left there`, async () => {
    await using given = await givenLinked()
    const { far, linked } = given
    far.fault = ({ method, key, body }, response) => {
      if (method !== 'PUT') return false
      if (far.asked.filter((what) => what.startsWith('PUT')).length < failing) return false
      // It is done all the same.
      far.objects.set(key, body)
      return refuse(response, 403, 'AccessDenied')
    }

    await assert.rejects(probeWriting(linked), upstreamRefused.matches)

    assert.deepEqual([...far.objects.keys()], [])
  })
