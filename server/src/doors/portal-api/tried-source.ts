import type { TryConnection } from '@millrace/contract'
import type { Fetching, TriedSource } from '../../contexts/ingestion/index.ts'
import { invalidRequest } from './errors.ts'

type Named = Pick<TryConnection, 'agreementId' | 'vendorId' | 'connection' | 'secret' | 'directory'>

/**
 * Either an agreement with all that is kept of it, or a connection with a secret of its own: a kept
 * secret is never sent where somebody else says.
 *
 * @throws portal-api.invalid-request
 */
export function triedSource(body: Named): TriedSource {
  const { agreementId, vendorId, connection, secret, directory = '.' } = body
  if (agreementId !== undefined) {
    if (vendorId ?? connection ?? secret)
      throw invalidRequest({ detail: 'an agreement has its own vendor, connection and secret' })
    return { agreementId, directory }
  }
  if (vendorId === undefined || connection === undefined)
    throw invalidRequest({ detail: 'the body lacks "agreementId", or "vendorId" and "connection"' })
  const known: Fetching =
    connection.method === 'sftp' ? { hostKeySha256: '', ...connection } : connection
  return { vendorId, connection: known, directory, ...(secret && { secret }) }
}
