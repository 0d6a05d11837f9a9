import { createHash } from 'node:crypto'
import { ordered } from './ordered.ts'

/** One record of an account's chain. */
export interface ChainedRecord {
  accountId: string
  /** 1, 2, 3 … without gaps. */
  sequence: number
  at: Date
  actor: string
  principal: string
  action: string
  resource: string
  decision: 'allowed' | 'denied'
  detail: Record<string, unknown>
  previousHash: string
  hash: string
}

/** What the first record of a chain follows. */
export const GENESIS = '0'.repeat(64)

/** SHA-256 over every member of the record and the hash of the one before. */
export function hashOf(record: Omit<ChainedRecord, 'hash'>): string {
  const members = [
    record.accountId,
    record.sequence,
    record.at.toISOString(),
    record.actor,
    record.principal,
    record.action,
    record.resource,
    record.decision,
    ordered(record.detail),
    record.previousHash,
  ]
  return createHash('sha256').update(JSON.stringify(members)).digest('hex')
}

export interface ChainEnd {
  sequence: number
  hash: string
}

/** Why `record` does not follow `end`; undefined when it does. */
export function breakAt(end: ChainEnd, record: ChainedRecord): string | undefined {
  if (record.sequence !== end.sequence + 1) return 'records are missing before it'
  if (record.previousHash !== end.hash) return 'it does not follow the record before'
  return hashOf(record) === record.hash ? undefined : 'it was altered'
}
