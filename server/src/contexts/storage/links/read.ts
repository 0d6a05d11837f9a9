import type { Readable } from 'node:stream'
import type { LinkedBucket } from '../adapters/linked-bucket.ts'
import { linkUnsupported, noSuchKey } from '../errors.ts'
import {
  judgeRead,
  type RangeCondition,
  type ReadConditions,
  rangeStands,
} from '../model/conditions.ts'
import { formatLocation } from '../model/location.ts'
import type { ByteRange, VersionAt } from '../model/object.ts'
import type { WantedRange } from '../model/range.ts'
import { toldRange } from '../model/told-range.ts'
import { demandLinked, demandNoVersion, type LinkedStored, toStored } from './of-bucket.ts'

export interface LinkedRead extends VersionAt {
  range?: WantedRange
  ifRange?: RangeCondition
  partNumber?: number
  conditions: ReadConditions
}

/** @throws storage.no-such-key, storage.precondition-failed, storage.invalid-range */
export async function openFromLink(
  linked: LinkedBucket,
  wanted: LinkedRead,
): Promise<{ object: LinkedStored; range: ByteRange; partial: boolean; body?: Readable }> {
  refuseParts(wanted)
  demandNoVersion(wanted)
  const { key, conditions, ifRange } = wanted
  // One request says all where nothing hangs on what it finds.
  const before = unconditional({ ...conditions, ifRange })
    ? undefined
    : await demandLinked(linked, wanted)
  if (before && judgeRead(before, conditions) === 'not-modified')
    return { object: toStored(wanted, before), range: { start: 0, end: -1 }, partial: false }
  const range = !before || rangeStands(before, ifRange) ? wanted.range : undefined
  const same = before ? { etag: before.etag } : {}
  const opened = await linked.open(key, { ...(range ? { range } : {}), ...same })
  if (!opened) throw noSuchKey({ location: formatLocation(wanted) })
  return { ...opened, partial: range !== undefined, object: toStored(wanted, opened.object) }
}

/** @throws storage.no-such-key, storage.precondition-failed, storage.invalid-range */
export async function headFromLink(
  linked: LinkedBucket,
  wanted: LinkedRead,
): Promise<{ object: LinkedStored; range: ByteRange; partial: boolean; unchanged: boolean }> {
  refuseParts(wanted)
  const object = toStored(wanted, await demandLinked(linked, wanted))
  return { object, ...toldRange(object, wanted) }
}

function unconditional(
  conditions: ReadConditions & { ifRange: RangeCondition | undefined },
): boolean {
  return Object.values(conditions).every((value) => value === undefined)
}

function refuseParts({ bucket, partNumber }: LinkedRead): void {
  if (partNumber !== undefined)
    throw linkUnsupported({ bucket, what: 'parts that are read by their numbers' })
}
