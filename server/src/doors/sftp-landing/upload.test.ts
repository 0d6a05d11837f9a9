import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brokenUpload } from './errors.ts'
import { startUpload } from './upload.ts'

/** Keeps what was put whole. */
function keeper() {
  const kept: string[] = []
  const put = async (body: AsyncIterable<Uint8Array>) => {
    const chunks: Uint8Array[] = []
    for await (const chunk of body) chunks.push(chunk)
    kept.push(Buffer.concat(chunks).toString())
  }
  return { kept, put }
}

test('given pieces in any order, when closed, then the file is whole', async () => {
  const { kept, put } = keeper()
  const upload = startUpload(put)

  const written = [
    upload.write(2, Buffer.from('cd')),
    upload.write(4, Buffer.from('e')),
    upload.write(0, Buffer.from('ab')),
  ]
  await Promise.all(written)
  await upload.finish()

  assert.deepEqual(kept, ['abcde'])
})

test('given a gap, a piece twice, or a break, when closed, then nothing is kept', async () => {
  const { kept, put } = keeper()

  const gap = startUpload(put)
  await gap.write(3, Buffer.from('d'))
  await gap.write(0, Buffer.from('ab'))
  await assert.rejects(gap.finish(), brokenUpload.matches)
  const twice = startUpload(put)
  await twice.write(0, Buffer.from('ab'))
  await assert.rejects(twice.write(1, Buffer.from('x')), brokenUpload.matches)
  await assert.rejects(twice.finish(), brokenUpload.matches)
  const lost = startUpload(put)
  await lost.write(0, Buffer.from('ab'))
  lost.abort()
  await assert.rejects(lost.finish(), brokenUpload.matches)

  assert.deepEqual(kept, [])
})

test('given pieces ahead of a missing one, when too many, then it is broken off', async () => {
  const { kept, put } = keeper()
  const upload = startUpload(put)
  const first = assert.rejects(upload.write(1, Buffer.alloc(6 << 20)), brokenUpload.matches)

  const second = upload.write(1 + (6 << 20), Buffer.alloc(6 << 20))

  await assert.rejects(second, brokenUpload.matches)
  await first
  assert.deepEqual(kept, [])
})

test('given a put that is refused, when more is written, then the reason is told', async () => {
  const upload = startUpload(async () => {
    throw new Error('full')
  })
  await new Promise(setImmediate)

  await assert.rejects(upload.write(0, Buffer.from('ab')), /full/)
  await assert.rejects(upload.finish(), /full/)
})
