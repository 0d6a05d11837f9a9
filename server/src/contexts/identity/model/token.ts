import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { AccountId, Caller } from './caller.ts'
import { seal, unseal } from './seal.ts'

/** A caller with the secret that proves it, as a sealed envelope carries them. */
export interface Envelope {
  caller: Caller
  /** Unique id of the user or role: a session ends with its principal. */
  principalId: string
  /** Of session tokens only: what the requests are signed with. */
  secretAccessKey?: string
  issuedAt: Date
  expiresAt: Date
}

const VERSION = 'mr1'
const PLAIN_BYTES_MAX = 64 * 1024
const PACKED_FROM_BYTES = 1024

export function sealEnvelope(
  key: Buffer,
  purpose: 'session' | 'bearer',
  envelope: Envelope,
): string {
  const json = Buffer.from(JSON.stringify(envelope))
  // Only what would not fit a header well is worth the time of each unpacking.
  const packed = json.length > PACKED_FROM_BYTES
  const plain = Buffer.concat([Buffer.of(packed ? 1 : 0), packed ? deflateRawSync(json) : json])
  return `${VERSION}.${seal(key, purpose, plain).toString('base64url')}`
}

/** Undefined of anything that is not our envelope of this purpose. Expiry is not looked at. */
export function openEnvelope(
  key: Buffer,
  purpose: 'session' | 'bearer',
  token: string,
): Envelope | undefined {
  const [version, text, ...more] = token.split('.')
  if (version !== VERSION || !text || more.length > 0) return undefined
  const plain = unseal(key, purpose, Buffer.from(text, 'base64url'))
  if (!plain) return undefined
  const content = plain.subarray(1)
  const json =
    plain[0] === 1 ? inflateRawSync(content, { maxOutputLength: PLAIN_BYTES_MAX }) : content
  const parsed = JSON.parse(json.toString()) as Envelope
  const expiresAt = new Date(parsed.expiresAt)
  const issuedAt = new Date(parsed.issuedAt)
  const accountId = parsed.caller.accountId as AccountId
  return {
    ...parsed,
    caller: { ...parsed.caller, accountId, issuedAt, expiresAt },
    issuedAt,
    expiresAt,
  }
}
