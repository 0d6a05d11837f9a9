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
    refuse('S3 needs an access key of the vendor’s, with its secret')
  if (connection.method === 'sftp') {
    const { hostKeySha256: key } = connection
    if (!HOST_KEY.test(key) && (hostKeyKnown || key !== ''))
      refuse('the host key is not of the form "SHA256:…"')
  }
  if (connection.method === 'https') {
    const url = URL.parse(connection.url)
    if (url?.protocol !== 'https:') refuse(`"${connection.url}" is not an https address`)
    if (url?.username || url?.password)
      refuse('a user stands in the address, where everybody reads it: give user and password apart')
  }
}
