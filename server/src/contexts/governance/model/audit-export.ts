import type { AccountId, Caller } from '../../identity/index.ts'
import { invalidInput } from '../errors.ts'
import type { ChainedRecord } from './audit-chain.ts'

export type ExportFormat = 'jsonl' | 'parquet'

/** A standing export goes on by itself so often. */
export type Rhythm = 'hour' | 'day'

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
  /** A standing one waits between its rounds, each of which makes the piece longer. */
  state: 'running' | 'waiting' | 'done' | 'failed' | 'stopped'
  every?: Rhythm
  /** Of a standing one, when its next round begins. */
  nextAt?: Date
  reason?: string
  endedAt?: Date
}

const LENGTH_MS: Record<Rhythm, number> = { hour: 3_600_000, day: 86_400_000 }

/** The last full hour or day, in UTC, has ended then: a round writes what was before it. */
export function roundEnd(every: Rhythm, now: Date): Date {
  return new Date(Math.floor(now.getTime() / LENGTH_MS[every]) * LENGTH_MS[every])
}

/** When the next one has ended, and a moment in which what happened last is sealed. */
export function nextRoundAt(every: Rhythm, now: Date): Date {
  return new Date(roundEnd(every, now).getTime() + LENGTH_MS[every] + SEALED_MS)
}

const SEALED_MS = 60_000

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
