import type { Status, VendorDetail, VendorKey as WireKey } from '@millrace/contract'
import {
  type Agreement,
  inboxOf,
  sshKeySha256,
  type VendorKey,
} from '../../contexts/ingestion/index.ts'

type Facts = Pick<Status, 'url' | 'sftp'>

/** All that a vendor has to know; the secret is told this once. */
export function wireKey(
  { agreementId, inbox, accessKeyId, secretAccessKey }: VendorKey,
  { url, sftp }: Facts,
): WireKey {
  const { location } = inbox
  const key = { location, endpoint: url, accessKeyId, secretAccessKey }
  return { ...key, ...bySftp(agreementId, sftp) }
}

/** Where a vendor pushes; undefined where its files are fetched. */
export function wireInbox(
  { id: agreementId, connection }: Agreement,
  { accountId, sftp }: { accountId: string; sftp: Status['sftp'] },
): NonNullable<VendorDetail['agreement']>['inbox'] {
  if (connection.method !== 'push') return undefined
  const { accessKeyId, sshKeys = [] } = connection
  const { location } = inboxOf({ accountId, agreementId })
  const inbox = { location, accessKeyId, ...bySftp(agreementId, sftp) }
  return { ...inbox, sshKeys: sshKeys.map(sshKeySha256) }
}

function bySftp(user: string, sftp: Status['sftp']): Pick<WireKey, 'sftp'> {
  return sftp ? { sftp: { ...sftp, user } } : {}
}
