import type { AccountId, Caller } from '../../identity/index.ts'
import { invalidInput } from '../errors.ts'
import type { ChainedRecord } from './audit-chain.ts'

export type ExportFormat = 'jsonl' | 'parquet'

/** A piece of a chain, without gaps, that is written to S3. */
export interface AuditExport {
  id: string
  accountId: AccountId
  /** `s3://bucket/prefix` */
  location: string
  format: ExportFormat
  /** With whose rights. */
  caller: Caller
  askedBy: string
  askedAt: Date
  firstSequence: number
  lastSequence: number
  /** What is written already is before it. */
  nextSequence: number
  files: number
  state: 'running' | 'done' | 'failed'
  reason?: string
  endedAt?: Date
}

const LOCATION = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([ -~]{0,600}?))?\/*$/
const DIGITS = 12

/** @throws governance.invalid-input */
export function parsePlace(location: string): { bucket: string; prefix: string } {
  const [, bucket, prefix = ''] = LOCATION.exec(location) ?? []
  if (bucket === undefined)
    throw invalidInput({ reason: `"${location}" is not a place of the form s3://bucket/prefix` })
  return { bucket, prefix }
}

export function dayOf({ at }: Pick<ChainedRecord, 'at'>): string {
  return at.toISOString().slice(0, 10)
}

/** By account and day, named by the records that are in it: written again it is the same file. */
export function keyOf(
  { accountId, location, format }: Pick<AuditExport, 'accountId' | 'location' | 'format'>,
  { day, first, last }: { day: string; first: number; last: number },
): { bucket: string; key: string } {
  const { bucket, prefix } = parsePlace(location)
  const range = [first, last].map((one) => String(one).padStart(DIGITS, '0')).join('-')
  const name = `${range}.${format === 'jsonl' ? 'jsonl.gz' : 'parquet'}`
  const parts = [...(prefix ? [prefix] : []), `account=${accountId}`, `day=${day}`, name]
  return { bucket, key: parts.join('/') }
}

/** One line of JSON, with all that its seal is over. */
export function lineOf({ at, ...record }: ChainedRecord): string {
  return `${JSON.stringify({ ...record, at: at.toISOString() })}\n`
}
