import type { Outbound } from '../../../foundation/outbound.ts'
import type { ConnectionSecret, Fetching } from '../model/connection.ts'
import type { Fetcher } from './fetcher.ts'
import { openFtp } from './ftp-fetcher.ts'
import { openHttps } from './https-fetcher.ts'
import { openS3 } from './s3-fetcher.ts'
import { openSftp } from './sftp-fetcher.ts'

/**
 * Connects as the agreement says, and to no internal address that is not allowed.
 *
 * @throws ingestion.fetch-failed, ingestion.host-key-mismatch, outbound.internal-address
 */
export async function openFetcher(options: {
  connection: Fetching
  secret: ConnectionSecret
  directory: string
  outbound: Outbound
}): Promise<Fetcher> {
  const { connection, ...rest } = options
  switch (connection.method) {
    case 'sftp':
      return await openSftp({ connection, ...rest })
    case 'ftp':
      return await openFtp({ connection, ...rest })
    case 'https':
      return await openHttps({ connection, ...rest })
    case 's3':
      return await openS3({ connection, ...rest })
  }
}
