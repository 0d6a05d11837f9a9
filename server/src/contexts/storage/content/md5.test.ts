import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { createMd5s } from './md5.ts'

const createMd5 = createMd5s()
const LARGE_BYTES = 5_000_000
const bytes = randomBytes(LARGE_BYTES)
const expected = (sizeBytes: number) =>
  createHash('md5').update(bytes.subarray(0, sizeBytes)).digest('hex')

async function md5Of(sizeBytes: number, chunkBytes: number): Promise<string> {
  const md5 = createMd5()
  for (let from = 0; from < sizeBytes; from += chunkBytes)
    await md5.add(bytes.subarray(from, Math.min(from + chunkBytes, sizeBytes)))
  return md5.hex()
}

test('given a body of any size in any chunks, when it is whole, then it has its MD5', async () => {
  const sizes = fc.oneof(fc.nat(2000), fc.integer({ min: 1_000_000, max: LARGE_BYTES }))
  await fc.assert(
    fc.asyncProperty(sizes, fc.integer({ min: 900, max: 2_000_000 }), async (size, chunk) => {
      assert.equal(await md5Of(size, chunk), expected(size))
    }),
    {
      numRuns: 60,
      examples: [
        [1024 * 1024, 1024],
        [1024 * 1024 + 1, 512 * 1024],
      ],
    },
  )
})

test('given many bodies at once, when some are dropped, then the others have theirs', async () => {
  const dropped = Array.from({ length: 8 }, async () => {
    const md5 = createMd5()
    await md5.add(bytes.subarray(0, 3_000_000))
    md5.drop()
  })
  const sizes = Array.from({ length: 16 }, (_, at) => LARGE_BYTES - at * 1000)

  const hexes = await Promise.all(sizes.map((size) => md5Of(size, 65_536)))

  await Promise.all(dropped)
  assert.deepEqual(hexes, sizes.map(expected))
})
