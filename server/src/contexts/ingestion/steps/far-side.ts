import type { Fetcher } from '../adapters/fetcher.ts'
import { openInbox } from '../adapters/inbox.ts'
import { openFetcher } from '../adapters/open-fetcher.ts'
import type { IngestionDeps } from '../deps.ts'
import type { Connection, ConnectionSecret } from '../model/connection.ts'
import { inboxOf } from '../model/inbox.ts'

export interface FarSide {
  accountId: string
  /** Of an agreement that is kept. */
  agreementId: string
  connection: Connection
  secret: ConnectionSecret
  directory: string
}

/**
 * Where the files of an agreement are: at the vendor’s side, or where the vendor pushes them.
 *
 * @throws ingestion.fetch-failed, ingestion.host-key-mismatch, outbound.internal-address
 */
export async function openFarSide(
  { storage, outbound }: Pick<IngestionDeps, 'storage' | 'outbound'>,
  { connection, secret, directory, ...of }: FarSide,
): Promise<Fetcher> {
  if (connection.method === 'push') return openInbox({ storage, inbox: inboxOf(of), directory })
  return await openFetcher({ connection, secret, directory, outbound })
}
