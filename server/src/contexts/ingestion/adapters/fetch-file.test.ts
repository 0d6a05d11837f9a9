import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { type FileHandle, mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type TestContext, test } from 'node:test'
import { fetchFile } from './fetch-file.ts'
import type { Fetcher } from './fetcher.ts'

const CONTENT = randomBytes(200_000)

test('given a full disk, when fetched on later, then the file is whole', async (context) => {
  const directory = await mkdtemp(join(tmpdir(), 'millrace-fetch-'))
  context.after(() => rm(directory, { recursive: true }))
  const path = join(directory, 'fetched')
  await fillDiskOnce(context, path)

  const fetched = await fetchFile({
    connect: async () => vendor,
    file: { path: 'data.bin', sizeBytes: CONTENT.length },
    path,
  })

  assert.ok((await readFile(path)).equals(CONTENT))
  assert.equal(fetched.sha256, createHash('sha256').update(CONTENT).digest('hex'))
  assert.equal(fetched.resumed, 1)
})

test('given a break, when it goes on elsewhere, then in the file that began', async (context) => {
  const directory = await mkdtemp(join(tmpdir(), 'millrace-fetch-'))
  context.after(() => rm(directory, { recursive: true }))
  const asked: (string | undefined)[] = []
  const breaking: Fetcher = {
    ...vendor,
    async read({ etag }, start, tell) {
      asked.push(etag)
      tell?.('"first"')
      if (start > 0) return Readable.from([CONTENT.subarray(start)])
      return Readable.from([CONTENT.subarray(0, 100_000)])
    },
  }

  await fetchFile({
    connect: async () => breaking,
    file: { path: 'data.bin', sizeBytes: CONTENT.length },
    path: join(directory, 'fetched'),
  })

  assert.deepEqual(asked, [undefined, '"first"'])
})

const vendor: Fetcher = {
  list: async () => [],
  read: async (_file, start) =>
    Readable.from([CONTENT.subarray(start, 100_000), CONTENT.subarray(Math.max(start, 100_000))]),
  [Symbol.asyncDispose]: async () => undefined,
}

/** The second write takes a part of its bytes, the third none. */
async function fillDiskOnce({ mock }: TestContext, path: string): Promise<void> {
  await using any = await open(path, 'w')
  const disk = Object.getPrototypeOf(any) as FileHandle
  const write = disk.write as Write
  let writes = 0
  const filling: Write = async function (this: FileHandle, bytes, where) {
    writes += 1
    if (writes === 3) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
    return write.call(this, writes === 2 ? bytes.subarray(0, 1000) : bytes, where)
  }
  mock.method(disk, 'write', filling as FileHandle['write'])
}

type Write = (bytes: Buffer, where?: object) => Promise<{ bytesWritten: number; buffer: Buffer }>
