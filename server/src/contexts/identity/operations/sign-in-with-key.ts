import { createHash, timingSafeEqual } from 'node:crypto'
import { DomainError } from '../../../foundation/errors.ts'
import type { IdentityParts } from '../deps.ts'
import type { Caller, Origin } from '../model/caller.ts'
import { authenticate } from './authenticate.ts'
import { guess } from './guess.ts'

/**
 * Whose the access key pair is, for clients that send the secret itself. Undefined for keys that
 * are unknown, inactive or wrong, which all take the same time.
 *
 * @throws identity.too-many-guesses
 */
export async function signInWithKey(
  parts: IdentityParts,
  { accessKeyId, secretAccessKey }: { accessKeyId: string; secretAccessKey: string },
  from: Origin,
): Promise<Caller | undefined> {
  return guess(parts, { name: accessKeyId, from }, async () => {
    const known = await authenticate(parts, { accessKeyId }, from).catch((error: unknown) => {
      if (error instanceof DomainError && error.kind !== 'internal') return undefined
      throw error
    })
    const same = timingSafeEqual(digest(known?.secretAccessKey ?? ''), digest(secretAccessKey))
    return known && same ? known.caller : undefined
  })
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
