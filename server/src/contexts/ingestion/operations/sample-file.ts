import { once } from 'node:events'
import { rm, writeFile } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { zoneKnown } from '../../../foundation/zoned-time.ts'
import type { Caller } from '../../identity/index.ts'
import type { Fetcher } from '../adapters/fetcher.ts'
import { foundProposal, type Proposal } from '../content/sample.ts'
import { fetchFailed, invalidFeed } from '../errors.ts'
import type { RemoteFile } from '../model/listing.ts'
import { type Tried, type TriedSource, type TryingDeps, withSource } from '../steps/tried-source.ts'

const SECONDS_MAX = 60
/** What is read of a file whose beginning tells how it goes on. */
const BEGINNING_BYTES_MAX = 4 << 20
/** What is read of a file whose index is at its end. */
const WHOLE_BYTES_MAX = 64 << 20
const MAGIC_BYTES = 4

/**
 * Reads the beginning of one file of the vendor's, and proposes a feed by what is there. Nothing of
 * it is kept but the audit's line.
 *
 * @throws identity.access-denied, ingestion.not-found, ingestion.licence-ended,
 * ingestion.invalid-connection, ingestion.invalid-feed, ingestion.too-many-tries
 */
export async function sampleFile(
  deps: TryingDeps,
  caller: Caller,
  { path, zone = 'UTC', ...source }: TriedSource & { path: string; zone?: string },
): Promise<Tried<Proposal>> {
  if (!zoneKnown(zone)) throw invalidFeed({ reason: `there is no time zone "${zone}"` })
  const { directory } = source
  return await withSource(deps, caller, source, {
    secondsMax: SECONDS_MAX,
    // What is made of it takes most of the time: it too is done in turn, and given up.
    look: async (fetcher, secret): Promise<Proposal> => {
      const listing = await fetcher.list()
      // Only what the listing shows: a path leads to no other place.
      const file = listing.find((one) => one.path === path)
      if (!file) throw fetchFailed({ path, reason: 'no such file in the directory' })
      const bytes = await beginningOf(fetcher, file)
      const staged = await deps.storage.stagingPath()
      try {
        const given = { file, listing, bytes, secret, directory, zone, path: staged }
        return await foundProposal(given, writeFile)
      } finally {
        await rm(staged, { force: true })
      }
    },
  })
}

/** A server may send more than it has listed, or for ever: what is enough is enough. */
async function beginningOf(fetcher: Fetcher, file: RemoteFile): Promise<Buffer> {
  const stream = await fetcher.read(file, 0)
  const chunks: Buffer[] = []
  let bytes = 0
  let bytesMax = BEGINNING_BYTES_MAX
  try {
    for await (const chunk of stream) {
      chunks.push(chunk as Buffer)
      bytes += (chunk as Buffer).length
      if (bytes >= MAGIC_BYTES && chunks.length > 0) bytesMax = neededOf(chunks, file)
      if (bytes >= bytesMax) break
    }
  } finally {
    await closed(stream)
  }
  return Buffer.concat(chunks).subarray(0, bytesMax)
}

function neededOf([first]: readonly Buffer[], { sizeBytes }: RemoteFile): number {
  const magic = first?.subarray(0, MAGIC_BYTES).toString('latin1') ?? ''
  const whole = magic === 'PAR1' || magic.startsWith('PK')
  return whole && sizeBytes <= WHOLE_BYTES_MAX ? WHOLE_BYTES_MAX : BEGINNING_BYTES_MAX
}

async function closed(stream: Readable): Promise<void> {
  if (stream.closed) return
  const over = once(stream, 'close')
  over.catch(() => {})
  stream.on('error', () => {})
  stream.destroy()
  await over.catch(() => {})
}
