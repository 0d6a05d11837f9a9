import { invalidRange } from '../errors.ts'
import type { ByteRange } from './object.ts'

/** As asked, before the size is known. */
export type WantedRange = { start: number; end?: number } | { last: number }

/** @throws storage.invalid-range where nothing of the object is within it */
export function resolveRange(wanted: WantedRange, sizeBytes: number): ByteRange {
  const end = sizeBytes - 1
  if ('last' in wanted) {
    if (wanted.last === 0 || sizeBytes === 0) throw invalidRange({ sizeBytes })
    return { start: Math.max(0, sizeBytes - wanted.last), end }
  }
  if (wanted.start > end) throw invalidRange({ sizeBytes })
  return { start: wanted.start, end: Math.min(wanted.end ?? end, end) }
}
