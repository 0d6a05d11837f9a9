import type { Caller } from '../../identity/index.ts'
import type { StorageParts } from '../deps.ts'
import { demandList } from '../gate.ts'
import { refuseLinked } from '../links/of-bucket.ts'
import { commonPrefix, prefixEnd } from '../model/location.ts'
import {
  type ListedVersion,
  listVersionRows,
  positionOf,
  type VersionPosition,
} from '../store/versions.ts'
import { closedFolder } from './list-objects.ts'

export interface ListObjectVersions {
  bucket: string
  prefix: string
  delimiter?: string
  /** The first key that may be answered. */
  from: string
  /** Where the page begins behind one version of a key. */
  behind?: { key: string; versionId: string }
  /** Of versions and common prefixes together. */
  entriesMax: number
}

export type VersionEntry =
  | ({ kind: 'version' } & Omit<ListedVersion, 'number'>)
  | { kind: 'prefix'; prefix: string }

export interface VersionListing {
  /** The account that has all of them. */
  accountId: string
  entries: VersionEntry[]
  truncated: boolean
}

/**
 * A page of all versions and delete markers, in the order of keys, the newest of each first; none
 * of closed locations.
 *
 * @throws storage.no-such-bucket @see S3 `ListObjectVersions`
 */
export async function listObjectVersions(
  deps: StorageParts,
  caller: Caller,
  command: ListObjectVersions,
): Promise<VersionListing> {
  const { bucket, prefix, delimiter, entriesMax, behind } = command
  const context = { 's3:prefix': prefix, 's3:max-keys': String(entriesMax) }
  const holder = await demandList(deps, caller, {
    ...{ bucket, key: prefix, action: 's3:ListBucketVersions' },
    context: delimiter === undefined ? context : { ...context, 's3:delimiter': delimiter },
  })
  refuseLinked(holder, 'versions')
  const { accountId } = holder
  if (entriesMax === 0) return { accountId, entries: [], truncated: false }
  const position = behind && (await positionOf(deps.sql, { bucket, ...behind }))
  const entries: VersionEntry[] = []
  for await (const entry of walk(deps, caller, command, position)) {
    if (entries.length === entriesMax) return { accountId, entries, truncated: true }
    entries.push(entry)
  }
  return { accountId, entries, truncated: false }
}

interface Start {
  from: string
  behind?: VersionPosition
}

/** Entries one after the other; groups and closed locations are jumped over. */
async function* walk(
  deps: StorageParts,
  caller: Caller,
  command: ListObjectVersions,
  begin: VersionPosition | undefined,
): AsyncGenerator<VersionEntry> {
  const { bucket, prefix, entriesMax } = command
  const limit = entriesMax + 1
  let start: Start | undefined = begin ? { from: begin.key, behind: begin } : { from: command.from }
  while (start) {
    const query = { bucket, prefix, from: start.from, limit }
    const { behind } = start
    const page = await listVersionRows(deps.sql, { ...query, ...(behind ? { behind } : {}) })
    let done: string | undefined
    for (const { number: _, ...found } of page) {
      if (done !== undefined && found.key.startsWith(done)) continue
      const closed = closedFolder(deps, caller, bucket, found.key)
      const group = closed === undefined ? commonPrefix(command, found.key) : undefined
      if (group !== undefined) yield { kind: 'prefix', prefix: group }
      else if (closed === undefined) yield { kind: 'version', ...found }
      done = closed ?? group
    }
    start = page.length === limit ? nextStart(page.at(-1) as ListedVersion, done) : undefined
  }
}

/** Behind `last`, or behind all that it is listed, or left out, together with. */
function nextStart({ key, number }: ListedVersion, done: string | undefined): Start | undefined {
  if (done === undefined || !key.startsWith(done)) return { from: key, behind: { key, number } }
  const from = prefixEnd(done)
  return from === undefined ? undefined : { from }
}
