import assert from 'node:assert/strict'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import type { Clock } from '../../../foundation/clock.ts'
import type { BlobStore, Body } from '../adapters/blob-store.ts'

export interface GivenBlobs extends AsyncDisposable {
  blobs: BlobStore
}

const MIB = 2 ** 20
const DAY = 24 * 3_600_000

/** What every blob store keeps to. */
export function blobStoreContract(name: string, given: Given): void {
  keepingContract(name, given)
  removingContract(name, given)
  stagingContract(name, given)
  agingContract(name, given)
}

type Given = (options: { clock: Clock }) => Promise<GivenBlobs>

const clock = () => new Date()

function keepingContract(name: string, given: Given): void {
  for (const sizeBytes of [0, 1, 40_000, 8 * MIB, 20 * MIB + 1])
    test(`given ${name}, when ${sizeBytes} bytes are kept, then they are read`, async () => {
      await using store = await given({ clock })
      const bytes = patterned(sizeBytes)

      const blobId = await store.blobs.create(inChunks(bytes, 700_001))

      assert.ok(bytes.equals(await read(await store.blobs.open(blobId))))
    })

  test(`given a blob of ${name}, when a range is read, then both ends count`, async () => {
    await using store = await given({ clock })
    const bytes = patterned(100_000)
    const blobId = await store.blobs.create(inChunks(bytes, 999))

    const part = await store.blobs.open(blobId, { start: 70_000, end: 99_999 })

    assert.ok(bytes.subarray(70_000).equals(await read(part)))
  })
}

function removingContract(name: string, given: Given): void {
  test(`given ${name}, when what is not there is asked for, then nothing is`, async () => {
    await using store = await given({ clock })
    const blobId = await store.blobs.create(inChunks(Buffer.from('x'), 1))
    await store.blobs.remove([blobId, blobId])

    assert.equal(await store.blobs.open(blobId), undefined)
    assert.equal(await store.blobs.clone(blobId), undefined)
    assert.equal(await store.blobs.hold(blobId), undefined)
    await store.blobs.remove([blobId])
    await store.blobs.remove([])
  })

  test(`given a clone in ${name}, when the first is removed, then it stays`, async () => {
    await using store = await given({ clock })
    const bytes = patterned(50_000)
    const blobId = await store.blobs.create(inChunks(bytes, 50_000))

    const copyId = (await store.blobs.clone(blobId)) ?? ''
    await store.blobs.remove([blobId])

    assert.notEqual(copyId, blobId)
    assert.ok(bytes.equals(await read(await store.blobs.open(copyId))))
  })

  test(`given an open blob of ${name}, when it is removed, then it is read on`, async () => {
    await using store = await given({ clock })
    const bytes = patterned(3 * MIB)
    const blobId = await store.blobs.create(inChunks(bytes, MIB))
    const opened = await store.blobs.open(blobId)

    await store.blobs.remove([blobId])

    assert.ok(bytes.equals(await read(opened)))
  })
}

function stagingContract(name: string, given: Given): void {
  test(`given a body that fails, when ${name} takes it, then nothing of it stays`, async () => {
    const past = { offset: 0 }
    await using store = await given({ clock: () => new Date(Date.now() + past.offset) })
    async function* broken() {
      yield patterned(9 * MIB)
      assert.fail('the client is gone')
    }

    await assert.rejects(store.blobs.create(broken()), /the client is gone/)

    past.offset = 2 * DAY
    const later = new Date(Date.now() + DAY)
    assert.deepEqual(await agedBefore(store.blobs, later), [])
    assert.equal(await store.blobs.clearStaging(later), 0)
  })

  test(`given a staged file, when ${name} adopts it, then it is a blob`, async () => {
    await using store = await given({ clock })
    const path = await store.blobs.stagingPath()
    await writeFile(path, 'by DuckDB')

    const { blobId, sizeBytes } = await store.blobs.adopt(path)

    assert.equal(sizeBytes, 9)
    assert.equal(String(await read(await store.blobs.open(blobId))), 'by DuckDB')
    await assert.rejects(stat(path), /ENOENT/)
  })

  test(`given a held blob of ${name}, when it is removed, then the path holds it`, async () => {
    await using store = await given({ clock })
    const blobId = await store.blobs.create(inChunks(Buffer.from('held'), 4))
    const path = await store.blobs.hold(blobId)
    if (path === undefined) return // This store has no files that could be held.

    await store.blobs.remove([blobId])

    assert.equal(await readFile(path, 'utf8'), 'held')
    await store.blobs.discard(path)
  })
}

function agingContract(name: string, given: Given): void {
  test(`given blobs of two days in ${name}, when the old are listed, then only they`, async () => {
    const past = { offset: -2 * DAY }
    await using store = await given({ clock: () => new Date(Date.now() + past.offset) })
    const old: string[] = []
    for (const text of ['a', 'b', 'c', 'd', 'e'])
      old.push(await store.blobs.create(inChunks(Buffer.from(text), 1)))
    past.offset = 0
    await store.blobs.create(inChunks(Buffer.from('young'), 5))

    const aged = await agedBefore(store.blobs, new Date(Date.now() - DAY))

    assert.deepEqual(aged.toSorted(), old.toSorted())
  })
}

async function agedBefore(blobs: BlobStore, olderThan: Date): Promise<string[]> {
  const found: string[] = []
  for await (const batch of blobs.aged(olderThan)) found.push(...batch)
  return found
}

async function read(body: Readable | undefined): Promise<Buffer> {
  assert.ok(body, 'there is no such blob')
  return Buffer.concat(await body.toArray())
}

/** No piece of it equals another. */
export function patterned(sizeBytes: number): Buffer {
  const bytes = Buffer.alloc(sizeBytes)
  for (let at = 0; at + 4 <= sizeBytes; at += 4) bytes.writeUInt32LE(at, at)
  return bytes
}

export function inChunks(bytes: Buffer, chunkBytes: number): Body {
  const chunks: Buffer[] = []
  for (let at = 0; at < bytes.length; at += chunkBytes)
    chunks.push(bytes.subarray(at, at + chunkBytes))
  return Readable.from(chunks)
}
