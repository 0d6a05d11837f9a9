import type { Caller } from '../../identity/index.ts'
import type { StorageParts } from '../deps.ts'
import { closedBy, demandList } from '../gate.ts'
import { listAtLink } from '../links/list.ts'
import { linkedOf } from '../links/of-bucket.ts'
import {
  commonPrefix,
  formatLocation,
  keyAfter,
  parseLocation,
  prefixEnd,
} from '../model/location.ts'
import type { Bucket } from '../store/buckets.ts'
import { type ListedObject, listGroups, listKeys } from '../store/listing.ts'

export interface ListObjects {
  bucket: string
  prefix: string
  delimiter?: string
  /** The first key that may be answered; empty for the first page. */
  from: string
  /** Of objects and common prefixes together. */
  entriesMax: number
}

export type ListEntry = ({ kind: 'object' } & ListedObject) | { kind: 'prefix'; prefix: string }

export interface ObjectListing {
  /** The account that has all of them. */
  accountId: string
  entries: ListEntry[]
  /** `from` of the next page; undefined after the last. */
  next?: string
}

/**
 * A page of the keys of a bucket, in the order of their UTF-8 bytes. Keys in locations that are
 * closed to the caller are left out.
 *
 * @throws storage.no-such-bucket @see S3 `ListObjectsV2`, `ListObjects`
 */
export async function listObjects(
  deps: StorageParts,
  caller: Caller,
  command: ListObjects,
): Promise<ObjectListing> {
  const { bucket, prefix, delimiter, entriesMax } = command
  const context = { 's3:prefix': prefix, 's3:max-keys': String(entriesMax) }
  const holder = await demandList(deps, caller, {
    bucket,
    key: prefix,
    context: delimiter === undefined ? context : { ...context, 's3:delimiter': delimiter },
  })
  const { accountId } = holder
  if (entriesMax === 0) return { accountId, entries: [] }
  const pages = pagesOf(deps, holder)
  const entries = await collect(deps, caller, { ...command, entriesMax: entriesMax + 1 }, pages)
  if (entries.length <= entriesMax) return { accountId, entries }
  const answered = entries.slice(0, entriesMax)
  const next = behind(answered.at(-1))
  return { accountId, entries: answered, ...(next === undefined ? {} : { next }) }
}

async function collect(
  deps: StorageParts,
  caller: Caller,
  command: ListObjects,
  pages: Pages,
): Promise<ListEntry[]> {
  const entries: ListEntry[] = []
  let from: string | undefined = command.from
  while (from !== undefined && entries.length < command.entriesMax) {
    const limit = command.entriesMax - entries.length
    const page: Page = await pages({ ...command, from, limit })
    from = page.next
    for (const found of page.found) {
      const behind = behindClosed(deps, caller, command.bucket, found.key)
      if (behind === undefined) entries.push(entryOf(command, found))
      else from = behind
      if (behind !== undefined) break
    }
  }
  return entries
}

interface Page {
  found: readonly ListedObject[]
  /** Where more may be found, though the page is not full. */
  next?: string | undefined
}

type Pages = (query: ListObjects & { limit: number }) => Promise<Page>

function pagesOf(deps: StorageParts, bucket: Bucket): Pages {
  const linked = linkedOf(deps, bucket)
  if (linked) return (query) => listAtLink(linked, query)
  return async (query) => {
    const { delimiter } = query
    const grouped = delimiter ? listGroups(deps.sql, { ...query, delimiter }) : undefined
    return { found: await (grouped ?? listKeys(deps.sql, query)) }
  }
}

/** Where to go on when `key` lies in a location that is closed; undefined when it is open. */
function behindClosed(
  deps: StorageParts,
  caller: Caller,
  bucket: string,
  key: string,
): string | undefined {
  const folder = closedFolder(deps, caller, bucket, key)
  if (folder === undefined) return undefined
  return key.startsWith(folder) ? (prefixEnd(folder) ?? LAST_KEY) : keyAfter(key)
}

/** What begins all keys that are closed together with `key`; undefined when it is open. */
export function closedFolder(
  deps: StorageParts,
  caller: Caller,
  bucket: string,
  key: string,
): string | undefined {
  const closed = closedBy(deps, caller, formatLocation({ bucket, key }))
  if (!closed) return undefined
  const { key: prefix } = parseLocation(closed.location)
  return prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`
}

/** No key comes after it: U+10FFFF is no character, and the longest key is shorter than this. */
const LAST_KEY = '\u{10ffff}'.repeat(257)

function entryOf(query: ListObjects, found: ListedObject): ListEntry {
  const prefix = commonPrefix(query, found.key)
  return prefix === undefined ? { kind: 'object', ...found } : { kind: 'prefix', prefix }
}

function behind(entry: ListEntry | undefined): string | undefined {
  if (!entry) return undefined
  return entry.kind === 'object' ? keyAfter(entry.key) : prefixEnd(entry.prefix)
}
