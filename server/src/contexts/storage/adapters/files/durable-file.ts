import { type FileHandle, open } from 'node:fs/promises'
import { storageFull } from '../../errors.ts'
import type { Body } from '../blob-store.ts'

const WRITE_BYTES = 1024 * 1024
/** Dirty pages are handed to the disk this often, so that the last sync has little left to do. */
const SYNC_BYTES = 16 * WRITE_BYTES

/** Writes a new file and answers when it is on the disk. Takes in the next bytes while writing. */
export async function writeFileDurably(path: string, body: Body): Promise<void> {
  await using file = await open(path, 'wx', 0o600)
  const writer = createWriter(file)
  try {
    for await (const chunk of body) await writer.add(chunk)
    await writer.finish()
  } catch (error) {
    await writer.settled()
    throw translated(error)
  }
}

function createWriter(file: FileHandle) {
  let pending: Uint8Array[] = []
  let pendingBytes = 0
  let unsyncedBytes = 0
  let writing: Promise<unknown> = Promise.resolve()
  let syncing: Promise<unknown> = Promise.resolve()

  async function flush() {
    await writing
    const [batch, bytes] = [pending, pendingBytes]
    pending = []
    pendingBytes = 0
    writing = writeAll(file, batch, bytes)
    writing.catch(() => undefined) // Seen by the next flush or by finish.
    unsyncedBytes += bytes
    if (unsyncedBytes < SYNC_BYTES) return
    unsyncedBytes = 0
    await syncing
    syncing = writing.then(() => file.datasync())
    syncing.catch(() => undefined)
  }

  return {
    async add(chunk: Uint8Array) {
      pending.push(chunk)
      pendingBytes += chunk.byteLength
      if (pendingBytes >= WRITE_BYTES) await flush()
    },
    async finish() {
      if (pendingBytes > 0) await flush()
      await writing
      await syncing
      await file.sync()
    },
    settled: () => Promise.allSettled([writing, syncing]),
  }
}

async function writeAll(file: FileHandle, batch: Uint8Array[], bytes: number): Promise<void> {
  const { bytesWritten } = await file.writev(batch)
  // Linux writes less than asked only when the disk is full.
  if (bytesWritten < bytes) throw storageFull({})
}

function translated(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOSPC' || code === 'EDQUOT' ? storageFull({}, { cause: error }) : error
}
