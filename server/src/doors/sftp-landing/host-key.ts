import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import ssh2 from 'ssh2'

export interface HostKey {
  pem: string
  /** As `ssh-keygen -l` writes it. */
  sha256: string
}

/** What the landing shows itself by; made on first use, readable by its owner alone. */
export function openHostKey(path: string): HostKey {
  if (!existsSync(path)) {
    writeFileSync(`${path}.new`, ssh2.utils.generateKeyPairSync('ed25519').private, { mode: 0o600 })
    renameSync(`${path}.new`, path)
  }
  const pem = readFileSync(path, 'utf8')
  const parsed = ssh2.utils.parseKey(pem)
  if (parsed instanceof Error) throw parsed
  const digest = createHash('sha256').update(parsed.getPublicSSH()).digest('base64')
  return { pem, sha256: `SHA256:${digest.replace(/=+$/, '')}` }
}
