import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import { type Inbox, inboxOf } from '../model/inbox.ts'

/** A vendor's way in; its secret is told once. */
export interface VendorKey {
  agreementId: string
  inbox: Inbox
  accessKeyId: string
  secretAccessKey: string
}

/**
 * A key that puts files into the inbox of an agreement, until this ends, and does nothing else;
 * the one before it is over.
 */
export async function issueVendorKey(
  { identity }: IngestionDeps,
  tx: SqlTransaction,
  caller: Caller,
  { agreementId, endsAt }: { agreementId: string; endsAt: Date | null },
): Promise<VendorKey> {
  const inbox = inboxOf({ accountId: caller.accountId, agreementId })
  const { accessKeyId, secretAccessKey } = await identity.issueScopedKey(tx, caller, {
    ...{ userName: agreementId, path: '/vendors/', endsAt },
    scope: { prefixes: [{ location: inbox.location, access: 'put' }] },
  })
  return { agreementId, inbox, accessKeyId, secretAccessKey }
}
