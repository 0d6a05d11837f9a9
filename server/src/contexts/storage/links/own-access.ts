import { createReadStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { Body } from '../adapters/blob-store.ts'
import type { LinkedBucket, LinkedFacts } from '../adapters/linked-bucket.ts'
import type { StorageParts } from '../deps.ts'
import { noSuchKey, upstreamRefused } from '../errors.ts'
import type { ObjectFacts } from '../face.ts'
import { formatLocation } from '../model/location.ts'
import type { ByteRange, ObjectAt } from '../model/object.ts'
import { listAtLink } from './list.ts'
import { linkedOf, writableOf } from './of-bucket.ts'
import { putThroughLink } from './write.ts'

type Deps = Pick<StorageParts, 'gathering' | 'links'>

/** Undefined of a bucket that is not linked. */
export async function linkedAt(deps: Deps, name: string): Promise<LinkedBucket | undefined> {
  return linkedOf(deps, (await deps.gathering.bucket(name)) ?? {})
}

/** The same, to be written. @throws storage.link-read-only */
export async function writableAt(deps: Deps, name: string): Promise<LinkedBucket | undefined> {
  return writableOf(deps, (await deps.gathering.bucket(name)) ?? { name })
}

/** @throws storage.no-such-key */
export async function readAtLink(
  linked: LinkedBucket,
  at: ObjectAt,
  range: ByteRange | undefined,
): Promise<Readable> {
  const opened = await linked.open(at.key, range ? { range } : {})
  if (!opened) throw noSuchKey({ location: formatLocation(at) })
  return opened.body
}

export async function writeAtLink(
  linked: LinkedBucket,
  at: ObjectAt,
  of: { body: Buffer | Readable; contentType: string; now: Date },
): Promise<ObjectFacts> {
  const { body, contentType, now } = of
  const description = { headers: { 'content-type': contentType }, metadata: {} }
  const facts = { location: formatLocation(at), modifiedAt: now }
  if (Buffer.isBuffer(body)) {
    const etag = await linked.putBytes(at.key, body, description)
    return { ...facts, etag, sizeBytes: body.length }
  }
  const counted = countedBytes(body)
  const put = { body: counted.body, description, conditions: {} }
  const etag = await putThroughLink(linked, at, put)
  return { ...facts, etag, sizeBytes: counted.sizeBytes() }
}

function countedBytes(from: Body): { body: Body; sizeBytes(): number } {
  let sizeBytes = 0
  async function* counted() {
    for await (const chunk of from) {
      sizeBytes += chunk.byteLength
      yield chunk
    }
  }
  return { body: counted(), sizeBytes: () => sizeBytes }
}

/** The file goes there, and is removed here. */
export async function adoptAtLink(
  linked: LinkedBucket,
  at: ObjectAt,
  { path, now }: { path: string; now: Date },
): Promise<ObjectFacts> {
  const { size: sizeBytes } = await stat(path)
  const headers = { 'content-type': 'application/octet-stream' }
  const body = createReadStream(path)
  const put = linked.put(at.key, body, { headers, metadata: {} })
  const etag = await put.finally(() => body.destroy())
  await rm(path, { force: true })
  return { location: formatLocation(at), sizeBytes, etag, modifiedAt: now }
}

export function factsOf(bucket: string, { key, ...facts }: LinkedFacts): ObjectFacts {
  const { sizeBytes, etag, modifiedAt } = facts
  return { location: formatLocation({ bucket, key }), sizeBytes, etag, modifiedAt }
}

const PAGE_KEYS = 1000

export async function* listAllAtLink(
  linked: LinkedBucket,
  { bucket, key: prefix }: ObjectAt,
): AsyncIterable<ObjectFacts> {
  for (let from: string | undefined = prefix; from !== undefined; ) {
    const page: Awaited<ReturnType<typeof listAtLink>> = await listAtLink(linked, {
      ...{ prefix, from, limit: PAGE_KEYS },
    })
    for (const found of page.found) yield factsOf(bucket, found)
    from = page.next
  }
}

/** @throws storage.upstream-refused where one of them stays */
export async function removeAtLink(linked: LinkedBucket, keys: readonly string[]): Promise<void> {
  const kept = await linked.remove(keys)
  if (kept.size > 0) throw upstreamRefused({})
}
