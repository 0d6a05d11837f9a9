import type { Readable } from 'node:stream'
import type { Outbound } from '../../../foundation/outbound.ts'
import type { Connection, ConnectionSecret } from '../model/connection.ts'
import type { RemoteFile } from '../model/listing.ts'

/** One open connection to a vendor; every method of fetching is an adapter of it. */
export interface Fetcher extends AsyncDisposable {
  /** The files of the agreed directory, not those below it. @throws ingestion.fetch-failed */
  list(): Promise<RemoteFile[]>
  /** The bytes from `start` on. Breaking off is an error of the stream, never an early end. */
  read(file: RemoteFile, start: number): Promise<Readable>
}

export interface FetcherOptions<Method extends Connection['method']> {
  connection: Extract<Connection, { method: Method }>
  secret: ConnectionSecret
  directory: string
  outbound: Outbound
}
