import { createHmac, timingSafeEqual } from 'node:crypto'
import type { ChainEnd } from './audit-chain.ts'

/** The seal of where a chain ends, by a key that PostgreSQL does not have. */
export function sealOfEnd(key: Buffer, accountId: string, { sequence, hash }: ChainEnd): string {
  const members = JSON.stringify([accountId, sequence, hash])
  return createHmac('sha256', key).update(members).digest('hex')
}

/** True where this platform wrote that a chain ends so. */
export function endSealed(
  key: Buffer,
  accountId: string,
  { seal, ...end }: ChainEnd & { seal: string | null },
): boolean {
  const wanted = Buffer.from(sealOfEnd(key, accountId, end))
  const given = Buffer.from(seal ?? '')
  return wanted.length === given.length && timingSafeEqual(wanted, given)
}
