import { sshKeyOf } from '../adapters/ssh-keys.ts'
import { invalidConnection } from '../errors.ts'

/** @throws ingestion.invalid-connection */
export function checkSshKeys(lines: readonly string[] = []): void {
  for (const line of lines)
    if (sshKeyOf(line) === undefined)
      throw invalidConnection({
        reason:
          `"${line.slice(0, 40)}" is no public key as OpenSSH writes it, of ed25519, ecdsa, ` +
          'or rsa with at least 2048 bits',
      })
}
