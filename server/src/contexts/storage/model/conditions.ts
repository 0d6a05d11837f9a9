import { noSuchKey, preconditionFailed } from '../errors.ts'
import { formatLocation } from './location.ts'
import type { ObjectAt, StoredObject } from './object.ts'

/** ETags as in the header: `"a", "b"`, or `*`. */
export interface ReadConditions {
  ifMatch?: string
  ifNoneMatch?: string
  ifModifiedSince?: Date
  ifUnmodifiedSince?: Date
}

/** What an object must be for a range of it to be answered, and not all of it. */
export type RangeCondition = { etag: string } | { modifiedAt: Date }

export type WriteConditions = Pick<ReadConditions, 'ifMatch' | 'ifNoneMatch'>

export interface DeleteConditions {
  ifMatch?: string
  /** To the second. */
  modifiedAt?: Date
  sizeBytes?: number
}

export type Judged = Pick<StoredObject, 'etag' | 'modifiedAt'>

/**
 * @throws storage.precondition-failed
 * @see RFC 9110, section 13.2.2, "Precedence of Preconditions"
 */
export function judgeRead(object: Judged, wanted: ReadConditions): 'proceed' | 'not-modified' {
  const modifiedAt = wholeSeconds(object.modifiedAt)
  if (wanted.ifMatch !== undefined) {
    if (!matches(wanted.ifMatch, object.etag)) throw preconditionFailed({ condition: 'If-Match' })
  } else if (wanted.ifUnmodifiedSince && modifiedAt > wholeSeconds(wanted.ifUnmodifiedSince))
    throw preconditionFailed({ condition: 'If-Unmodified-Since' })
  if (wanted.ifNoneMatch !== undefined)
    return matches(wanted.ifNoneMatch, object.etag) ? 'not-modified' : 'proceed'
  const unchanged = wanted.ifModifiedSince && modifiedAt <= wholeSeconds(wanted.ifModifiedSince)
  return unchanged ? 'not-modified' : 'proceed'
}

/** Weak tags tell of no bytes. @see RFC 9110, section 13.1.5, "If-Range" */
export function rangeStands(object: Judged, wanted: RangeCondition | undefined): boolean {
  if (!wanted) return true
  if ('etag' in wanted) return !wanted.etag.startsWith('W/') && matches(wanted.etag, object.etag)
  return wholeSeconds(wanted.modifiedAt) === wholeSeconds(object.modifiedAt)
}

/** Of a copy's source: what a read would answer as not modified, a copy refuses. */
export function judgeSource(object: Judged, wanted: ReadConditions): void {
  if (judgeRead(object, wanted) === 'not-modified')
    throw preconditionFailed({ condition: 'x-amz-copy-source-if-none-match' })
}

/**
 * Judges what a key holds before it is written; undefined where nothing is wanted of it. The judge
 * throws storage.precondition-failed; storage.no-such-key where If-Match finds nothing.
 *
 * @see S3 User Guide, "How to prevent object overwrites with conditional writes"
 */
export function judgeOfWrite(
  at: ObjectAt,
  wanted: WriteConditions,
): ((present: Judged | undefined) => void) | undefined {
  if (wanted.ifMatch === undefined && wanted.ifNoneMatch === undefined) return undefined
  return (present) => judgeWrite(at, present, wanted)
}

function judgeWrite(at: ObjectAt, present: Judged | undefined, wanted: WriteConditions): void {
  if (wanted.ifNoneMatch !== undefined && present && matches(wanted.ifNoneMatch, present.etag))
    throw preconditionFailed({ condition: 'If-None-Match' })
  if (wanted.ifMatch === undefined) return
  if (!present) throw noSuchKey({ location: formatLocation(at) })
  if (!matches(wanted.ifMatch, present.etag)) throw preconditionFailed({ condition: 'If-Match' })
}

/**
 * Of what is there; what is gone already needs no condition.
 *
 * @throws storage.precondition-failed @see S3 `DeleteObject`, "If-Match" and what follows
 */
export function judgeDelete(
  object: Judged & Pick<StoredObject, 'sizeBytes'>,
  { ifMatch, modifiedAt, sizeBytes }: DeleteConditions,
): void {
  if (ifMatch !== undefined && !matches(ifMatch, object.etag))
    throw preconditionFailed({ condition: 'If-Match' })
  if (modifiedAt && wholeSeconds(modifiedAt) !== wholeSeconds(object.modifiedAt))
    throw preconditionFailed({ condition: 'x-amz-if-match-last-modified-time' })
  if (sizeBytes !== undefined && sizeBytes !== object.sizeBytes)
    throw preconditionFailed({ condition: 'x-amz-if-match-size' })
}

function matches(list: string, etag: string): boolean {
  const tags = list.split(',').map((tag) => tag.trim().replace(/^W\//, '').replaceAll('"', ''))
  return tags.includes('*') || tags.includes(etag)
}

function wholeSeconds(at: Date): number {
  return Math.floor(at.getTime() / 1000)
}
