import {
  type Judged,
  judgeRead,
  type RangeCondition,
  type ReadConditions,
  rangeStands,
} from './conditions.ts'
import type { ByteRange } from './object.ts'
import { resolveRange, type WantedRange } from './range.ts'

interface Wanted {
  range?: WantedRange
  ifRange?: RangeCondition
  conditions: ReadConditions
}

/**
 * What a read would answer of an object that is there, without its bytes.
 *
 * @throws storage.precondition-failed, storage.invalid-range
 */
export function toldRange(
  object: Judged & { sizeBytes: number },
  { conditions, ...wanted }: Wanted,
): { unchanged: boolean; partial: boolean; range: ByteRange } {
  const unchanged = judgeRead(object, conditions) === 'not-modified'
  const range = !unchanged && rangeStands(object, wanted.ifRange) ? wanted.range : undefined
  if (range) return { unchanged, partial: true, range: resolveRange(range, object.sizeBytes) }
  return { unchanged, partial: false, range: { start: 0, end: object.sizeBytes - 1 } }
}
