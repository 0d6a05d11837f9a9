import { randomBytes, randomInt } from 'node:crypto'

const LOWER = '0123456789abcdefghijklmnopqrstuvwxyz'
const UPPER = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const MIXED = `${UPPER}abcdefghijklmnopqrstuvwxyz`

/** `length` random letters and digits, for ids and for secrets (40 letters: 238 bits). */
export function randomText(
  length: number,
  alphabet: 'lower' | 'upper' | 'mixed' = 'mixed',
): string {
  const letters = { lower: LOWER, upper: UPPER, mixed: MIXED }[alphabet]
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join('')
}

/** An id whose text order is the order of creation: 12 hex digits of milliseconds, 20 of chance. */
export function timeOrderedId(prefix: string, now: Date): string {
  const time = now.getTime().toString(16).padStart(12, '0')
  return `${prefix}${time}${randomBytes(10).toString('hex')}`
}
