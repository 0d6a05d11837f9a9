import { putAudit } from '../../../foundation/outbox.ts'
import type { Caller, Origin } from '../../identity/index.ts'
import { sshKeyOf } from '../adapters/ssh-keys.ts'
import type { IngestionDeps } from '../deps.ts'
import type { Connection, Pushing } from '../model/connection.ts'
import { type VendorInbox, vendorInbox } from '../steps/vendor-inbox.ts'
import { findAgreement, findVendor } from '../store/vendors.ts'

/** `user` is the agreement; whoever hands in a public key has proved to have the private one. */
export type InboxEntrance = { user: string } & ({ password: string } | { publicKey: Buffer })

/**
 * The inbox of a vendor who signs in, by the secret of the agreement’s key or by one of its SSH
 * keys; undefined: nobody who may. Passwords that are guessed are slowed down, and told in the
 * audit.
 *
 * @throws identity.too-many-guesses, identity.account-isolated, identity.unknown-access-key
 */
export async function enterInbox(
  deps: IngestionDeps,
  entrance: InboxEntrance,
  from: Origin,
): Promise<VendorInbox | undefined> {
  const { user: agreementId } = entrance
  const agreement = await findAgreement(deps.sql, agreementId)
  const vendor = agreement && (await findVendor(deps.sql, agreement.vendorId))
  const connection = pushing(agreement?.connection)
  const caller =
    'password' in entrance
      ? await byPassword(deps, { ...entrance, connection, from })
      : await bySshKey(deps, { ...entrance, connection, from })
  // Names that nobody has the whole world tries, all day; and a wrong public key guesses nothing.
  if (!connection || !vendor || !(caller || 'password' in entrance)) return undefined
  const { accountId } = vendor
  await recordEntrance(deps, { entrance, accountId, caller, from })
  const { accessKeyId } = connection
  return caller && vendorInbox(deps, { accountId, agreementId, accessKeyId, from })
}

function pushing(connection: Connection | undefined): Pushing | undefined {
  return connection?.method === 'push' ? connection : undefined
}

interface Entering {
  user: string
  connection: Pushing | undefined
  from: Origin
}

/** Takes as long, and is counted, where there is no such agreement. */
async function byPassword(
  { identity }: IngestionDeps,
  { user, password, connection, from }: Entering & { password: string },
): Promise<Caller | undefined> {
  const pair = { accessKeyId: connection?.accessKeyId ?? user, secretAccessKey: password }
  const caller = await identity.signInWithKey(pair, from, { storage: true })
  return connection && caller
}

async function bySshKey(
  { identity }: IngestionDeps,
  { publicKey, connection, from }: Entering & { publicKey: Buffer },
): Promise<Caller | undefined> {
  const known = connection?.sshKeys?.some((line) => sshKeyOf(line)?.equals(publicKey))
  if (!connection || !known) return undefined
  const { accessKeyId } = connection
  return (await identity.authenticate({ accessKeyId }, from, { storage: true })).caller
}

async function recordEntrance(
  { sql }: IngestionDeps,
  of: {
    entrance: InboxEntrance
    accountId: string
    caller: Caller | undefined
    from: Origin
  },
): Promise<void> {
  const { entrance, accountId, caller, from } = of
  const by = 'password' in entrance ? 'password' : 'public key'
  await putAudit(sql, [
    {
      accountId,
      actor: caller?.arn ?? 'anonymous',
      principal: caller?.principalArn ?? 'anonymous',
      action: 'ingestion.inbox-entered',
      resource: entrance.user,
      decision: caller ? 'allowed' : 'denied',
      detail: { by, ...(from.address !== undefined && { address: from.address }) },
    },
  ])
}
