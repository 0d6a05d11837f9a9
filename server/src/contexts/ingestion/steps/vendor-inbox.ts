import { posix } from 'node:path'
import { recordDone } from '../../../foundation/outbox.ts'
import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import { alreadyCollected, inboxRefused } from '../errors.ts'
import { type Inbox, inboxOf, keyInside } from '../model/inbox.ts'
import { versionOf } from '../model/listing.ts'
import { collectedUnder } from '../store/files.ts'
import { type InboxPass, passing, watched } from './inbox-pass.ts'

export interface InboxEntry {
  /** Within its directory. */
  name: string
  /** Undefined: a directory. */
  file?: { sizeBytes: number; modifiedAt: Date }
}

/** An inbox as its vendor sees it: `/`, with directories where names have them. */
export interface VendorInbox {
  agreementId: string
  /** Whole and there when it answers, or not there at all: that it is there proves nothing. */
  put(path: string, body: AsyncIterable<Uint8Array>): Promise<void>
  /** Page by page. */
  list(path: string): AsyncGenerator<InboxEntry[]>
  stat(path: string): Promise<InboxEntry | undefined>
  makeDirectory(path: string): Promise<void>
  /** False: there is no such file. @throws ingestion.already-collected */
  remove(path: string): Promise<boolean>
  /** Replaces what was there. False: there is no such file. @throws ingestion.already-collected */
  move(from: string, to: string): Promise<boolean>
}

const PAGE_ENTRIES = 200

interface Place {
  deps: IngestionDeps
  pass: InboxPass
  inbox: Inbox
}

/** Each call proves anew that the vendor still may. @throws identity.unknown-access-key */
export function vendorInbox(deps: IngestionDeps, pass: InboxPass): VendorInbox {
  const place: Place = { deps, pass, inbox: inboxOf(pass) }
  return {
    agreementId: pass.agreementId,
    put: (path, body) => put(place, fileAt(place, path), body),
    list: (path) => list(place, path),
    stat: (path) => stat(place, path),
    makeDirectory: (path) => put(place, directoryAt(place, path), nothing()),
    remove: (path) => remove(place, path),
    move: (from, to) => move(place, from, to),
  }
}

/** @throws ingestion.inbox-refused */
function keyAt({ inbox }: Place, path: string): string {
  const key = keyInside(path)
  if (key === undefined) throw inboxRefused({ reason: 'no file can have that name' })
  return `${inbox.prefix}${key}`
}

function fileAt(place: Place, path: string): string {
  const key = keyAt(place, path)
  if (key === place.inbox.prefix) throw inboxRefused({ reason: 'it is a directory' })
  return key
}

function directoryAt(place: Place, path: string): string {
  const key = keyAt(place, path)
  return key === place.inbox.prefix ? key : `${key}/`
}

async function put(
  { deps, pass, inbox }: Place,
  key: string,
  body: AsyncIterable<Uint8Array>,
): Promise<void> {
  const caller = await passing(deps, pass)
  const description = { headers: {}, metadata: {} }
  const object = { bucket: inbox.bucket, key, description, conditions: {} }
  await deps.storage.putObject(caller, { ...object, body: watched(deps, pass, body) })
}

async function pageOf({ deps, pass, inbox }: Place, query: { prefix: string; from: string }) {
  const caller = await passing(deps, pass)
  const asked = { bucket: inbox.bucket, delimiter: '/', entriesMax: PAGE_ENTRIES, ...query }
  return await deps.storage.listObjects(caller, asked)
}

async function* list(place: Place, path: string): AsyncGenerator<InboxEntry[]> {
  const prefix = directoryAt(place, path)
  let from: string | undefined = prefix
  while (from !== undefined) {
    const page: Awaited<ReturnType<typeof pageOf>> = await pageOf(place, { prefix, from })
    const entries = page.entries.map((one) =>
      one.kind === 'prefix'
        ? { name: one.prefix.slice(prefix.length, -1) }
        : { name: one.key.slice(prefix.length), file: one },
    )
    yield entries.filter(({ name }) => name !== '')
    from = page.next
  }
}

async function stat(place: Place, path: string): Promise<InboxEntry | undefined> {
  await passing(place.deps, place.pass)
  const key = keyAt(place, path)
  const name = posix.basename(key)
  if (key === place.inbox.prefix) return { name: '/' }
  const file = await place.deps.storage.stat(locationOf(place, key))
  if (file) return { name, file }
  const prefix = directoryAt(place, path)
  const { entries } = await pageOf(place, { prefix, from: prefix })
  return entries.length > 0 ? { name } : undefined
}

async function remove(place: Place, path: string): Promise<boolean> {
  const held = await ownFile(place, path)
  if (!held) return false
  const { caller, location } = held
  await place.deps.storage.remove([location])
  const done = { action: 'ingestion.pushed-removed', resource: location }
  await recordDone(place.deps.sql, caller, done)
  return true
}

async function move(place: Place, from: string, to: string): Promise<boolean> {
  const held = await ownFile(place, from)
  if (!held) return false
  const { caller, location } = held
  const target = locationOf(place, fileAt(place, to))
  if (!(await place.deps.storage.move(location, target))) return false
  const done = { action: 'ingestion.pushed-moved', resource: location, detail: { to: target } }
  await recordDone(place.deps.sql, caller, done)
  return true
}

/** A file that no feed has taken yet: what was taken is not the vendor’s any more. */
async function ownFile(
  place: Place,
  path: string,
): Promise<{ caller: Caller; location: string } | undefined> {
  const { deps, pass } = place
  const caller = await passing(deps, pass)
  const location = locationOf(place, fileAt(place, path))
  const facts = await deps.storage.stat(location)
  if (!facts) return undefined
  const { agreementId } = pass
  const version = versionOf({ path, ...facts })
  const file = { agreementId, name: posix.basename(location), version }
  if (await collectedUnder(deps.sql, file)) throw alreadyCollected({ path })
  return { caller, location }
}

function locationOf({ inbox }: Place, key: string): string {
  return `s3://${inbox.bucket}/${key}`
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
