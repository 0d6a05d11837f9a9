import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
const SALT_BYTES = 16
const TAG_BYTES = 16
const NONCE = Buffer.alloc(12) // Each envelope has a key of its own, used once.

/** What an envelope is for: one purpose's envelope does not open as another's. */
export type SealPurpose = 'access-key' | 'session' | 'bearer'

/** Hides and authenticates `plain`: salt, ciphertext, tag. */
export function seal(key: Buffer, purpose: SealPurpose, plain: Buffer): Buffer {
  const salt = randomBytes(SALT_BYTES)
  const cipher = createCipheriv(CIPHER, keyOf(key, purpose, salt), NONCE)
  return Buffer.concat([salt, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** What was sealed; undefined of anything that `seal` did not make with this key and purpose. */
export function unseal(key: Buffer, purpose: SealPurpose, sealed: Buffer): Buffer | undefined {
  if (sealed.length < SALT_BYTES + TAG_BYTES) return undefined
  const salt = sealed.subarray(0, SALT_BYTES)
  const decipher = createDecipheriv(CIPHER, keyOf(key, purpose, salt), NONCE)
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  const plain = decipher.update(sealed.subarray(SALT_BYTES, -TAG_BYTES))
  try {
    return Buffer.concat([plain, decipher.final()])
  } catch {
    return undefined
  }
}

function keyOf(key: Buffer, purpose: SealPurpose, salt: Buffer): Buffer {
  return createHmac('sha256', key).update(`millrace.${purpose}.1.`).update(salt).digest()
}
