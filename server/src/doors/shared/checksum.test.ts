import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createChecksum } from './checksum.ts'

/** Check values of "123456789" from the catalogue of parametrised CRC algorithms; RFC 1321. */
const published: Record<string, string> = {
  'x-amz-checksum-crc32': 'cbf43926',
  'x-amz-checksum-crc32c': 'e3069283',
  'x-amz-checksum-crc64nvme': 'ae8b14860a799888',
  'x-amz-checksum-sha1': 'f7c3bc1d808e04732adf679965ccc34ca7ae3441',
  'x-amz-checksum-sha512':
    'd9e6762dd1c8eaf6d61b3c6192fc408d4d6d5f1176d0c29169bc24e71c3f274a' +
    'd27fcd5811b313d681f7e55ec02d73d499c95455b6b5bb503acf574fba8ffe85',
  'content-md5': '25f9e794323b453885f5181f1b624d0b',
}

for (const [name, hex] of Object.entries(published)) {
  test(`given ${name}, when it runs over 123456789, then it is as published`, () => {
    const checksum = createChecksum(name)

    checksum?.update(Buffer.from('123456789'))

    assert.equal(checksum?.base64(), Buffer.from(hex, 'hex').toString('base64'))
  })
}

test('given bytes in pieces, when each checksum runs, then the cuts do not matter', () => {
  const names = [...Object.keys(published), 'x-amz-checksum-sha256']
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 99 }), fc.nat(99), (bytes, cut) => {
      for (const name of names) {
        const [whole, pieces] = [createChecksum(name)!, createChecksum(name)!]
        whole.update(bytes)
        pieces.update(bytes.subarray(0, cut))
        pieces.update(bytes.subarray(cut))
        assert.equal(pieces.base64(), whole.base64())
      }
    }),
  )
})

test('given a name that is no checksum, when asked for, then there is none', () => {
  assert.equal(createChecksum('constructor'), undefined)
})
