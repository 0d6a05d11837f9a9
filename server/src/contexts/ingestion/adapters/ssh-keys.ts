import { createHash } from 'node:crypto'
import ssh2 from 'ssh2'

const TYPES: ReadonlySet<string> = new Set([
  'ssh-ed25519',
  'ssh-rsa',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
])
const RSA_BLOB_BYTES_MIN = 256 // Of 2,048 bits, which NIST SP 800-131A asks for.

/** As `ssh-keygen -l` writes it, of a line that may be used. */
export function sshKeySha256(line: string): string {
  const digest = createHash('sha256')
    .update(sshKeyOf(line) ?? '')
    .digest('base64')
  return `SHA256:${digest.replace(/=+$/, '')}`
}

/** The public key of a line as OpenSSH writes it; undefined: it is none that may be used. */
export function sshKeyOf(line: string): Buffer | undefined {
  const parsed = ssh2.utils.parseKey(line)
  if (parsed instanceof Error || Array.isArray(parsed) || parsed.isPrivateKey()) return undefined
  const blob = parsed.getPublicSSH()
  const weak = parsed.type === 'ssh-rsa' && blob.length < RSA_BLOB_BYTES_MIN
  return TYPES.has(parsed.type) && !weak ? blob : undefined
}
