import { setTimeout as sleep } from 'node:timers/promises'
import ssh2, { type AuthContext, type PublicKeyAuthContext } from 'ssh2'
import type { Ingestion, VendorInbox } from '../../contexts/ingestion/index.ts'
import type { Log } from '../../foundation/log.ts'

export interface SignInDeps {
  ingestion: Pick<Ingestion, 'enterInbox'>
  log: Log
}

const METHODS: ('publickey' | 'password')[] = ['publickey', 'password']
/** Of one connection; as OpenSSH’s MaxAuthTries, and some keys of an agent more. */
const TRIES_MAX = 10
const PAUSE_MS = 1000
const TEXT_MAX = 256

/** Lets a vendor in, once; who fails too often is shown out by `leave`. */
export function signingIn(
  deps: SignInDeps,
  of: { address: string | undefined; entered: (inbox: VendorInbox) => void; leave: () => void },
): (attempt: AuthContext) => void {
  let tries = 0
  const { address, entered, leave } = of
  return (attempt) => {
    if (attempt.method === 'none') return attempt.reject(METHODS)
    // Whether the key is one of theirs is told to who has proved to have it.
    if (attempt.method === 'publickey' && !attempt.signature) return attempt.accept()
    tries += 1
    if (tries > TRIES_MAX) return leave()
    inboxOf(deps, attempt, address)
      .catch((error: unknown) => {
        deps.log.info({ err: error, address }, 'a vendor could not sign in')
      })
      .then(async (inbox) => {
        if (!inbox) await sleep(PAUSE_MS)
        if (!inbox) return attempt.reject(METHODS)
        entered(inbox)
        attempt.accept()
      })
      .catch(() => leave())
  }
}

async function inboxOf(
  { ingestion }: SignInDeps,
  attempt: AuthContext,
  address: string | undefined,
): Promise<VendorInbox | undefined> {
  const { username: user } = attempt
  const from = { box: undefined, address }
  if (user.length > TEXT_MAX) return undefined
  if (attempt.method === 'password') {
    const { password } = attempt
    if (password.length > TEXT_MAX) return undefined
    return await ingestion.enterInbox({ user, password }, from)
  }
  if (attempt.method !== 'publickey' || !proved(attempt)) return undefined
  return await ingestion.enterInbox({ user, publicKey: attempt.key.data }, from)
}

/** Of RSA no signatures over SHA-1. @see RFC 8332 */
function proved({ key, signature, blob, hashAlgo }: PublicKeyAuthContext): boolean {
  if (!signature || !blob || (key.algo === 'ssh-rsa' && hashAlgo === undefined)) return false
  const parsed = ssh2.utils.parseKey(`${key.algo} ${key.data.toString('base64')}`)
  if (parsed instanceof Error) return false
  return parsed.verify(blob, signature, hashAlgo) === true
}
