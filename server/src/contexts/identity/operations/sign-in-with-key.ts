import { createHash, timingSafeEqual } from 'node:crypto'
import type { IdentityParts } from '../deps.ts'
import { scopedCredentials } from '../errors.ts'
import type { Caller, Origin } from '../model/caller.ts'
import { demandAccountsOn } from '../steps/demand-live.ts'
import { holderOfKey } from '../steps/holder-of-key.ts'
import { guess } from './guess.ts'

/**
 * Whose the access key pair is, for clients that send the secret itself. Undefined for keys that
 * are unknown, inactive or wrong, which all take the same time; only who has the right pair learns
 * that the account is switched off, or that the key opens storage alone.
 *
 * @throws identity.too-many-guesses, identity.account-isolated, identity.scoped-credentials
 */
export async function signInWithKey(
  parts: IdentityParts,
  { accessKeyId, secretAccessKey }: { accessKeyId: string; secretAccessKey: string },
  from: Origin,
  { storage = false }: { storage?: boolean } = {},
): Promise<Caller | undefined> {
  const snapshot = await parts.directory.current()
  const caller = await guess(parts, { name: accessKeyId, from }, async () => {
    const known = holderOfKey(parts, snapshot, accessKeyId)
    const same = timingSafeEqual(digest(known?.secretAccessKey ?? ''), digest(secretAccessKey))
    return known && same ? known.caller : undefined
  })
  if (caller) demandAccountsOn(snapshot, [caller.accountId])
  if (caller?.scope && !storage) throw scopedCredentials({ arn: caller.arn })
  return caller
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
