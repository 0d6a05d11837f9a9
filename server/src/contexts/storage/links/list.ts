import type { LinkedBucket, LinkedFacts } from '../adapters/linked-bucket.ts'
import { upstreamAway } from '../errors.ts'
import { KEY_BYTES_MAX, keyAfter, prefixEnd } from '../model/location.ts'

const PAGE_KEYS_MAX = 1000 // Amazon S3 API Reference, "ListObjectsV2".
const FIRST_AFTER = '\u0001'
const LAST_POINT = '\u{10ffff}'

export interface LinkedQuery {
  prefix: string
  delimiter?: string
  /** The first key that may be answered. */
  from: string
  limit: number
}

/**
 * A page in the order of code points. What keys share up to the delimiter stands for them, without
 * facts. `next`: more may come from there on.
 */
export async function listAtLink(
  linked: LinkedBucket,
  { prefix, delimiter, from, limit }: LinkedQuery,
): Promise<{ found: LinkedFacts[]; next?: string }> {
  if (Buffer.byteLength(from) > KEY_BYTES_MAX) return { found: [] } // No key comes behind it.
  const after = justBefore(compareText(from, prefix) > 0 ? from : '')
  const page = await linked.list({
    ...{ prefix, limit: Math.min(limit, PAGE_KEYS_MAX) },
    ...(delimiter ? { delimiter } : {}),
    ...(after === undefined ? {} : { after }),
  })
  const groups = page.groups.map((key) => ({ ...NOTHING, key }))
  const found = [...page.objects, ...groups].toSorted(byCodePoints)
  const last = found.at(-1)
  if (!page.more) return { found }
  // A page that says nothing but that it is not the last would be taken for the end.
  if (!last) throw upstreamAway({})
  const next = page.groups.includes(last.key) ? prefixEnd(last.key) : keyAfter(last.key)
  return { found, ...(next === undefined ? {} : { next }) }
}

const NOTHING = { sizeBytes: 0, etag: '', modifiedAt: new Date(0) }

function byCodePoints(one: LinkedFacts, other: LinkedFacts): number {
  return compareText(one.key, other.key)
}

/** UTF-16 units are in another order where there are surrogates. */
function compareText(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}

/** What S3 is told to list behind, for `from` to be the first; undefined for all. */
export function justBefore(from: string): string | undefined {
  if (from === '') return undefined
  if (from.endsWith(FIRST_AFTER)) return from.slice(0, -1)
  const points = [...from]
  const last = points.pop()?.codePointAt(0) as number
  const before = last === 0xe000 ? 0xd7ff : last - 1 // Surrogates are no characters.
  return `${points.join('')}${String.fromCodePoint(before)}${LAST_POINT}`
}
