import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { seal, unseal } from './seal.ts'

const key = randomBytes(32)

test('given any bytes, when sealed, then only the same key and purpose open them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const sealed = seal(key, 'session', Buffer.from(bytes))

      assert.deepEqual(unseal(key, 'session', sealed), Buffer.from(bytes))
      assert.equal(unseal(key, 'bearer', sealed), undefined)
      assert.equal(unseal(randomBytes(32), 'session', sealed), undefined)
    }),
  )
})

test('given an envelope, when any bit of it flips, then it does not open', () => {
  const sealed = seal(key, 'session', Buffer.from('secret'))
  fc.assert(
    fc.property(fc.nat(sealed.length * 8 - 1), (bit) => {
      const altered = Buffer.from(sealed)
      altered[bit >> 3]! ^= 1 << (bit & 7)

      assert.equal(unseal(key, 'session', altered), undefined)
    }),
  )
  for (let length = 0; length < sealed.length; length++)
    assert.equal(unseal(key, 'session', sealed.subarray(0, length)), undefined)
})
