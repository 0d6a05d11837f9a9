import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { ConnectionSecret } from '../model/connection.ts'

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12 // NIST SP 800-38D, 8.2.1.
const TAG_BYTES = 16

/** Seals a secret for the agreement `id`; opened for another one it fails. */
export function sealSecret(key: Buffer, id: string, secret: ConnectionSecret): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(id))
  const body = Buffer.concat([cipher.update(JSON.stringify(secret), 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body])
}

export function openSecret(key: Buffer, id: string, sealed: Buffer): ConnectionSecret {
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES))
  decipher.setAAD(Buffer.from(id))
  decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  const body = sealed.subarray(NONCE_BYTES + TAG_BYTES)
  const text = Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
  return JSON.parse(text) as ConnectionSecret
}
