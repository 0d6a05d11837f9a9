import { Readable } from 'node:stream'
import type { Storage } from '../../storage/index.ts'
import { fetchFailed, fileChanged } from '../errors.ts'
import { type Inbox, prefixInside } from '../model/inbox.ts'
import type { RemoteFile } from '../model/listing.ts'
import type { Fetcher } from './fetcher.ts'

/** In one inbox, whatever lies in other directories of it. */
const FILES_MAX = 1_000_000

/**
 * What a vendor has pushed, seen as the far side of any other agreement: that it is there proves
 * nothing.
 *
 * @throws ingestion.fetch-failed
 */
export function openInbox(options: {
  storage: Pick<Storage, 'list' | 'read' | 'stat'>
  inbox: Inbox
  directory: string
}): Fetcher {
  const { storage, inbox, directory } = options
  const prefix = prefixInside(directory)
  if (prefix === undefined)
    throw fetchFailed({ path: directory, reason: 'it leads out of the inbox' })
  const place = `${inbox.location}${prefix}`
  return {
    list: () => listFiles(storage, place),
    read: async ({ path, etag, sizeBytes }, start) => {
      const location = `${place}${path}`
      if (start > 0 && start >= sizeBytes) return Readable.from([])
      const range = start > 0 ? { start, end: sizeBytes - 1 } : undefined
      const bytes = await storage.read(location, range)
      // What was opened is what was listed only if it is there still.
      const now = await storage.stat(location)
      if (now?.etag === etag) return bytes
      bytes.destroy()
      throw fileChanged({ path })
    },
    [Symbol.asyncDispose]: async () => {},
  }
}

async function listFiles(storage: Pick<Storage, 'list'>, place: string): Promise<RemoteFile[]> {
  const files: RemoteFile[] = []
  let seen = 0
  for await (const { location, sizeBytes, modifiedAt, etag } of storage.list(place)) {
    seen += 1
    if (seen > FILES_MAX) throw fetchFailed({ path: place, reason: `over ${FILES_MAX} files` })
    const path = location.slice(place.length)
    if (path !== '' && !path.includes('/')) files.push({ path, sizeBytes, modifiedAt, etag })
  }
  return files
}
