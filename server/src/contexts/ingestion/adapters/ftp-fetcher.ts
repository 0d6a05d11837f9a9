import { PassThrough } from 'node:stream'
import { Client } from 'basic-ftp'
import { internalAddress } from '../../../foundation/outbound.ts'
import { fetchFailed } from '../errors.ts'
import type { RemoteFile } from '../model/listing.ts'
import type { Fetcher, FetcherOptions } from './fetcher.ts'

const TIMEOUT_MS = 15_000
/** Half a million files. */
const LISTING_BYTES_MAX = 64 << 20

/** @throws ingestion.fetch-failed */
export async function openFtp(options: FetcherOptions<'ftp'>): Promise<Fetcher> {
  const { connection, secret, directory, outbound } = options
  const client = new Client(TIMEOUT_MS)
  const { host, port, user, tls = false } = connection
  const access = async () => {
    // The data comes from the same address: the client follows no other that a server names.
    const address = await outbound.resolve({ host, port })
    const login = { user, password: secret.password ?? '' }
    const secureOptions = { servername: host }
    await client.access({ host: address, port, ...login, secure: tls, secureOptions })
    await client.cd(directory)
  }
  await access().catch((cause: Error) => {
    client.close()
    if (internalAddress.matches(cause)) throw cause
    throw fetchFailed({ path: host, reason: cause.message }, { cause })
  })
  return {
    list: async () => {
      // Told while the listing comes: one that never ends is ended.
      client.trackProgress(({ type, bytesOverall }) => {
        if (type === 'list' && bytesOverall > LISTING_BYTES_MAX) client.close()
      })
      const entries = await client.list().finally(() => client.trackProgress())
      return entries
        .filter(({ isFile }) => isFile)
        .map(({ name, size, modifiedAt }) => ({
          path: name,
          sizeBytes: size,
          ...(modifiedAt && { modifiedAt }),
        }))
    },
    read: async (file, start) => {
      // A download that broke off closes the whole client.
      if (client.closed) await access()
      return download(client, file, start)
    },
    [Symbol.asyncDispose]: async () => client.close(),
  }
}

/** The client pushes into a stream, and resolves when the server said that all was sent. */
function download(client: Client, { path, sizeBytes }: RemoteFile, start: number): PassThrough {
  const counting = new PassThrough()
  let bytes = 0
  const through = new PassThrough()
  counting.on('data', (chunk: Buffer) => {
    bytes += chunk.length
  })
  counting.pipe(through, { end: false })
  client.downloadTo(counting, path, start).then(
    () => {
      if (bytes === sizeBytes - start) through.end()
      else through.destroy(fetchFailed({ path, reason: 'it ended early' }))
    },
    (cause: Error) => through.destroy(fetchFailed({ path, reason: cause.message }, { cause })),
  )
  through.once('close', () => {
    if (!through.readableEnded) client.close()
  })
  return through
}
