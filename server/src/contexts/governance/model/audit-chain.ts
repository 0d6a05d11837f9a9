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

export interface ChainBreak {
  /** Of the record that is not what it was. */
  sequence: number
  reason: string
}

/** What is wrong with `record` where `end` is all before it; undefined when it follows. */
export function breakAt(end: ChainEnd, record: ChainedRecord): ChainBreak | undefined {
  const sequence = end.sequence + 1
  const broken = (reason: string) => ({ sequence, reason })
  if (record.sequence !== sequence) return broken('it is missing')
  if (hashOf(record) !== record.hash) return broken('it was altered')
  return record.previousHash === end.hash
    ? undefined
    : broken('it does not follow the record before: one of the two was altered or moved')
}

/** What is wrong where records end: `last` is the last of them, `end` what was written down. */
export function breakAtEnd(end: ChainEnd | undefined, last: ChainEnd): ChainBreak | undefined {
  const { sequence, hash } = last
  if (end === undefined && sequence === 0) return undefined
  if (end === undefined)
    return { sequence, reason: 'it is there, and where the chain ends is on record no more' }
  if (sequence < end.sequence)
    return { sequence: sequence + 1, reason: 'it is missing, and so is all after it' }
  if (sequence > end.sequence)
    return { sequence: end.sequence + 1, reason: 'it was put in after the end of the chain' }
  return hash === end.hash ? undefined : { sequence, reason: 'it was altered' }
}

/** What is wrong with a record that fits the others. */
export function breakKept(
  { sequence, hash }: ChainEnd,
  found: { kept: ChainEnd | undefined; tooFine: number | undefined; inexact: number | undefined },
): ChainBreak | undefined {
  const { kept, tooFine, inexact } = found
  if (sequence === inexact)
    return { sequence, reason: 'it was altered: a number of it is not as it is hashed' }
  if (sequence === tooFine) return { sequence, reason: 'it was altered: its instant is too fine' }
  if (kept?.sequence !== sequence || kept.hash === hash) return undefined
  return { sequence, reason: 'it is another than this home knows: the chain was sealed anew' }
}

const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[^,\s\]}]*/g

/**
 * Whether each number in JSON that PostgreSQL wrote is what is read from it, and so hashed: it
 * keeps more digits than JavaScript reads.
 */
export function numbersExact(json: string): boolean {
  const parts = json.match(STRING_OR_NUMBER) ?? []
  return parts.every((part) => part.startsWith('"') || plainText(Number(part)) === part)
}

/** As PostgreSQL writes the number: without an exponent. */
function plainText(value: number): string {
  const [text = '', exponent] = String(value).split('e')
  if (exponent === undefined) return text
  const sign = value < 0 ? '-' : ''
  const digits = text.replace(/[-.]/g, '')
  const shift = Number(exponent)
  if (shift < 0) return `${sign}0.${'0'.repeat(-shift - 1)}${digits}`
  return sign + digits.padEnd(shift + 1, '0')
}

/** What is wrong with the end of records that fit one another. */
export function breakSealed(
  { sequence }: ChainEnd,
  { kept, sealed }: { kept: ChainEnd | undefined; sealed: boolean },
): ChainBreak | undefined {
  if (kept && kept.sequence > sequence)
    return { sequence: sequence + 1, reason: 'it is missing, and so is all after it' }
  if (sealed) return undefined
  const reason =
    'that the chain ends here was not written by this platform: what follows is missing'
  return { sequence, reason }
}
