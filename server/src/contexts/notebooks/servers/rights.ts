import type { Caller } from '../../identity/index.ts'
import type { NotebookCredentials, NotebooksDeps } from '../deps.ts'
import { boxOf, type Notebook, sessionNameOf } from '../model/notebook.ts'

/** Of a role session, and so of what a withdrawn right may still do. */
const SECONDS = 3600
const SECONDS_MIN = 900 // STS: the shortest life of temporary credentials.
const SIGN_IN_SECONDS = 12 * 3600

export const RENEWED_AFTER_SECONDS = SECONDS / 2

/** A token that stands for the owner in the notebook’s box, and nowhere else. */
export function signInFor(
  { identity }: Pick<NotebooksDeps, 'identity'>,
  caller: Caller,
  notebook: Pick<Notebook, 'id'>,
): Promise<string> {
  const { expiresAt, ...lasting } = caller
  // A person may sign in again at any time; a role session lasts no longer than it was made for.
  const owner = caller.principalArn.includes(':role/') ? caller : lasting
  return identity.issueToken({ ...owner, boundTo: boxOf(notebook) }, SIGN_IN_SECONDS)
}

/**
 * Credentials of the role, or of the owner, that are bound to the box. Everything is asked again.
 *
 * @throws identity.invalid-token, identity.token-expired, identity.account-isolated,
 * identity.access-denied
 */
export async function rightsOf(
  { identity, clock }: Pick<NotebooksDeps, 'identity' | 'clock'>,
  notebook: Pick<Notebook, 'id' | 'signIn' | 'roleArn' | 'owner'>,
): Promise<NotebookCredentials> {
  const { signIn, roleArn, owner } = notebook
  const caller = await identity.verifyToken(signIn, { box: boxOf(notebook) })
  const { expiresAt: end = clock(), ...lasting } = caller
  if (roleArn !== undefined) {
    const wish = { roleArn, sessionName: sessionNameOf(owner), seconds: SECONDS }
    return wireOf((await identity.assumeRole(caller, wish)).credentials)
  }
  const leftSeconds = Math.floor((end.getTime() - clock().getTime()) / 1000)
  const seconds = Math.max(SECONDS_MIN, Math.min(SECONDS, leftSeconds))
  return wireOf((await identity.getSessionToken(lasting, seconds)).credentials)
}

function wireOf(credentials: {
  accessKeyId: string
  secretAccessKey: string
  sessionToken: string
  expiresAt: Date
}): NotebookCredentials {
  return { ...credentials, expiresAt: credentials.expiresAt.toISOString() }
}
