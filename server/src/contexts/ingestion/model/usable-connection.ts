import { invalidConnection } from '../errors.ts'
import type { ConnectionSecret, Fetching } from './connection.ts'

const HOST_KEY = /^SHA256:[A-Za-z0-9+/]{43}$/ // As `ssh-keygen -l` writes it.

/** Whether it can be used at all; while a host key is not known yet, it may be empty. */
export function checkConnection(
  connection: Fetching | { method: 'push' },
  secret: ConnectionSecret = {},
  { hostKeyKnown }: { hostKeyKnown: boolean } = { hostKeyKnown: true },
): void {
  const refuse = (reason: string) => {
    throw invalidConnection({ reason })
  }
  if (connection.method === 'push' && (secret.password ?? secret.privateKeyPem) !== undefined)
    refuse('who pushes gets a key from the platform: there is no secret of theirs')
  if (connection.method === 's3' && !(connection.accessKeyId && secret.password))
    refuse('S3 needs an access key, with its secret')
  if (connection.method === 's3' && connection.role) checkRole(connection.role)
  if (connection.method === 'sftp') {
    const { hostKeySha256: key } = connection
    if (!HOST_KEY.test(key) && (hostKeyKnown || key !== ''))
      refuse('the host key is not of the form "SHA256:…"')
  }
  if (connection.method === 'https') {
    checkAddress(connection.url)
    if (connection.oauth) checkAddress(connection.oauth.tokenUrl)
    if (connection.oauth && connection.user !== undefined)
      refuse('a token opens it, or a user: not both')
    if (connection.oauth && secret.password === undefined)
      refuse('OAuth2 needs the secret of the client')
  }
}

const ROLE = /^arn:aws[\w-]*:iam::\d{12}:role\/[\u0021-\u007e]+$/
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/ // STS API: AssumeRole, ExternalId.

function checkRole({ arn, externalId }: { arn: string; externalId: string }): void {
  if (!ROLE.test(arn)) throw invalidConnection({ reason: `"${arn}" is no role` })
  if (!EXTERNAL_ID.test(externalId))
    throw invalidConnection({
      reason: 'the external id is not 2 to 1224 of a-z, 0-9 and _+=,.@:/-',
    })
}

function checkAddress(address: string): void {
  const url = URL.parse(address)
  if (url?.protocol !== 'https:')
    throw invalidConnection({ reason: `"${address}" is not an https address` })
  if (url.username || url.password)
    throw invalidConnection({
      reason:
        'a user stands in the address, where everybody reads it: give user and password apart',
    })
}
