import type { Status, VendorKey as WireKey } from '@millrace/contract'
import type { VendorKey } from '../../contexts/ingestion/index.ts'

/** All that a vendor has to know; the secret is told this once. */
export function wireKey(
  { inbox, accessKeyId, secretAccessKey }: VendorKey,
  { url }: Pick<Status, 'url'>,
): WireKey {
  return { location: inbox.location, endpoint: url, accessKeyId, secretAccessKey }
}
