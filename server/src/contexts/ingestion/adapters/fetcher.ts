import type { Readable } from 'node:stream'
import type { Outbound } from '../../../foundation/outbound.ts'
import type { ConnectionSecret, Fetching } from '../model/connection.ts'
import type { RemoteFile } from '../model/listing.ts'

/** One open connection to a vendor; every method of delivery is an adapter of it. */
export interface Fetcher extends AsyncDisposable {
  /** The files of the agreed directory, not those below it. @throws ingestion.fetch-failed */
  list(): Promise<RemoteFile[]>
  /**
   * The bytes from `start` on. Breaking off is an error of the stream, never an early end. `tell`
   * hears the tag of what comes, if there is one, for another connection to go on in the same.
   *
   * @throws ingestion.fetch-failed, ingestion.file-changed
   */
  read(file: RemoteFile, start: number, tell?: (etag: string) => void): Promise<Readable>
}

export interface FetcherOptions<Method extends Fetching['method']> {
  connection: Extract<Fetching, { method: Method }>
  secret: ConnectionSecret
  directory: string
  outbound: Outbound
}
