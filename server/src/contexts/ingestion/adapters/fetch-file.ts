import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { fetchFailed, fileChanged } from '../errors.ts'
import type { RemoteFile } from '../model/listing.ts'
import type { Fetcher } from './fetcher.ts'

export interface FetchedFile {
  sizeBytes: number
  sha256: string
  /** How often it had to go on inside the file. */
  resumed: number
}

const ATTEMPTS_MAX = 6
const PAUSE_FIRST_MS = 100

/**
 * Brings a remote file to `path`, hashing on the way, and goes on inside it after a break;
 * `connect` answers the connection to use, a fresh one each time.
 *
 * @throws ingestion.fetch-failed, ingestion.file-changed
 */
export async function fetchFile(options: {
  connect: () => Promise<Fetcher>
  file: RemoteFile
  path: string
}): Promise<FetchedFile> {
  const { connect, file, path } = options
  const hash = createHash('sha256')
  await using target = await open(path, 'w')
  let written = 0
  // A listing without tags learns the tag from the first answer.
  let held = file
  const hold = (etag: string) => {
    held = { ...file, etag }
  }
  for (let attempt = 0; ; attempt += 1) {
    try {
      const fetcher = await connect()
      for await (const chunk of await fetcher.read(held, written, hold)) {
        // At its own place and hashed once written: after a short write both begin again there.
        await writeAll(target, chunk as Buffer, written)
        hash.update(chunk as Buffer)
        written += (chunk as Buffer).length
        if (written > file.sizeBytes) throw fileChanged({ path: file.path })
      }
      if (written !== file.sizeBytes)
        throw fetchFailed({ path: file.path, reason: `${written} of ${file.sizeBytes} bytes came` })
      return { sizeBytes: written, sha256: hash.digest('hex'), resumed: attempt }
    } catch (error) {
      if (fileChanged.matches(error) || attempt + 1 === ATTEMPTS_MAX) throw error
      await sleep(PAUSE_FIRST_MS * 2 ** attempt)
    }
  }
}

/** A write to a file may take less than it was given. */
async function writeAll(target: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const rest = { offset: done, position: position + done }
    done += (await target.write(bytes, rest)).bytesWritten
  }
}
