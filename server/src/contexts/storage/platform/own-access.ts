import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { transaction } from '../../../foundation/sql.ts'
import type { AccountId } from '../../identity/index.ts'
import { bytesOf, type OpenedBody, openObject, streamOf } from '../content/open.ts'
import { freeContent, putObjectRow } from '../content/put.ts'
import { ROW_BYTES_MAX } from '../content/receive.ts'
import { indexContent, storeContent } from '../content/store-content.ts'
import type { StorageParts } from '../deps.ts'
import { bucketNameTaken, noSuchBucket } from '../errors.ts'
import type { LocalFile, ObjectFacts, Storage } from '../face.ts'
import {
  adoptAtLink,
  factsOf,
  linkedAt,
  readAtLink,
  removeAtLink,
  writableAt,
  writeAtLink,
} from '../links/own-access.ts'
import { checkBucketName, checkKey, formatLocation, parseLocation } from '../model/location.ts'
import type { ByteRange, Content, NewObject, ObjectAt, StoredObject } from '../model/object.ts'
import { bucketsOfAccount, findBucket, insertBucket } from '../store/buckets.ts'
import { deleteObjectRows, findObject, lockObject } from '../store/objects.ts'
import { deletePastOf } from '../store/versions.ts'
import { listFrom } from './list-all.ts'

/** The platform's own access, by location and without the IAM gate. */
export function createOwnAccess(deps: StorageParts): Storage {
  return {
    ensureBucket: (bucket) => ensureBucket(deps, bucket),
    async bucketNames(accountId) {
      return (await bucketsOfAccount(deps.sql, accountId)).map(({ name }) => name)
    },
    async bucketOwner(name) {
      const bucket = await findBucket(deps.sql, name)
      return bucket?.accountId as AccountId | undefined
    },
    read: async (location, range) => streamOf(await open(deps, parseLocation(location), range)),
    readAll: async (location) => bytesOf(await open(deps, parseLocation(location))),
    write: (location, body, options) => write(deps, { location, body, ...options }),
    stagingPath: () => deps.blobs.stagingPath(),
    adopt: (location, path) => adopt(deps, location, path),
    localFile: (location) => localFile(deps, parseLocation(location)),
    stat: (location) => statOf(deps, parseLocation(location)),
    list: (prefix) => listFrom(deps, prefix),
    move: (from, to) => move(deps, objectAt(from), objectAt(to)),
    remove: (locations) => remove(deps, locations),
  }
}

async function ensureBucket(deps: StorageParts, bucket: { name: string; accountId: string }) {
  checkBucketName(bucket.name)
  if (await insertBucket(deps.sql, { ...bucket, createdAt: deps.clock() })) return
  const present = await findBucket(deps.sql, bucket.name)
  if (present?.accountId !== bucket.accountId) throw bucketNameTaken({ bucket: bucket.name })
}

/** What is ours is found by one look-up; what is not may lie at a link. */
async function open(deps: StorageParts, at: ObjectAt, range?: ByteRange): Promise<OpenedBody> {
  const first = await findObject(deps.sql, at)
  const linked = first ? undefined : await linkedAt(deps, at.bucket)
  if (linked) return readAtLink(linked, at, range)
  return (await openObject(deps, at, () => range, first)).body
}

async function statOf(deps: StorageParts, at: ObjectAt): Promise<ObjectFacts | undefined> {
  const ours = await deps.gathering.facts(at)
  if (ours) return toFacts(ours)
  const linked = await linkedAt(deps, at.bucket)
  const found = await linked?.head(at.key)
  return found && factsOf(at.bucket, found)
}

/** As in `open`; what would leave a file behind asks for the link first. */
async function write(
  deps: StorageParts,
  command: {
    location: string
    body: Buffer | Readable
    contentType?: string
  },
): Promise<ObjectFacts> {
  const at = objectAt(command.location)
  const { body, contentType = 'application/octet-stream' } = command
  const ours = () =>
    storeContent(deps, Buffer.isBuffer(body) ? Readable.from([body]) : body, async (received) => {
      const object = newObject(deps, { ...at, ...received, contentType })
      return toFacts(await putObjectRow(deps, object, {}))
    })
  const bytesOfRow = Buffer.isBuffer(body) && body.byteLength <= ROW_BYTES_MAX
  try {
    if (bytesOfRow) return await ours()
  } catch (error) {
    if (!noSuchBucket.matches(error)) throw error
  }
  const linked = await writableAt(deps, at.bucket)
  return linked ? writeAtLink(linked, at, { body, contentType, now: deps.clock() }) : ours()
}

async function adopt(deps: StorageParts, location: string, path: string): Promise<ObjectFacts> {
  const at = objectAt(location)
  const linked = await writableAt(deps, at.bucket)
  if (linked) return adoptAtLink(linked, at, { path, now: deps.clock() })
  const { blobId, sizeBytes } = await deps.blobs.adopt(path)
  const content: Content = { kind: 'blob', blobId }
  // The file is not read again for its MD5; "-1" tells clients that this is none.
  const etag = `${createHash('md5').update(blobId).digest('hex')}-1`
  const contentType = 'application/octet-stream'
  const object = newObject(deps, { ...at, content, sizeBytes, etag, contentType })
  return toFacts(await indexContent(deps, content, () => putObjectRow(deps, object, {})))
}

async function localFile(deps: StorageParts, at: ObjectAt): Promise<LocalFile> {
  const object = await findObject(deps.sql, at)
  const held =
    object?.content.kind === 'blob' ? await deps.blobs.hold(object.content.blobId) : undefined
  const path = held ?? (await copyToFile(deps, at))
  return { path, [Symbol.asyncDispose]: () => deps.blobs.discard(path) }
}

async function copyToFile(deps: StorageParts, at: ObjectAt): Promise<string> {
  const body = await open(deps, at)
  const path = await deps.blobs.stagingPath()
  await pipeline(streamOf(body), createWriteStream(path, { mode: 0o600 }))
  return path
}

async function move(deps: StorageParts, from: ObjectAt, to: ObjectAt): Promise<boolean> {
  if (from.bucket === to.bucket && from.key === to.key)
    return (await statOf(deps, to)) !== undefined
  if (!(await statOf(deps, from))) return false
  if (await linkedAt(deps, from.bucket)) {
    const body = streamOf(await open(deps, from))
    await write(deps, { location: formatLocation(to), body })
    await remove(deps, [formatLocation(from)])
    return true
  }
  return transaction(deps.sql, async (tx) => {
    const object = await lockObject(tx, from)
    if (!object) return false
    // Its content stays: a blob has one name, the new one.
    await deleteObjectRows(tx, from.bucket, [from.key])
    await putObjectRow({ ...deps, sql: tx }, { ...object, ...to }, {})
    return true
  })
}

async function remove(deps: StorageParts, locations: readonly string[]): Promise<void> {
  const keysByBucket = new Map<string, string[]>()
  for (const location of locations) {
    const { bucket, key } = parseLocation(location)
    keysByBucket.set(bucket, [...(keysByBucket.get(bucket) ?? []), key])
  }
  for (const [bucket, keys] of keysByBucket) {
    const linked = await writableAt(deps, bucket)
    await (linked ? removeAtLink(linked, keys) : removeOurs(deps, bucket, keys))
  }
}

async function removeOurs(deps: StorageParts, bucket: string, keys: readonly string[]) {
  await transaction(deps.sql, async (tx) => {
    const removed = await deleteObjectRows(tx, bucket, keys)
    const past = await deletePastOf(tx, bucket, keys)
    await freeContent(deps, tx, [...removed.map(({ content }) => content), ...past])
  })
}

function objectAt(location: string): ObjectAt {
  const at = parseLocation(location)
  checkKey(at.key)
  return at
}

function newObject(
  deps: StorageParts,
  of: ObjectAt & Pick<NewObject, 'content' | 'sizeBytes' | 'etag'> & { contentType: string },
): NewObject {
  const { contentType, ...rest } = of
  const attributes = { headers: { 'content-type': contentType }, metadata: {} }
  return { ...rest, modifiedAt: deps.clock(), attributes }
}

function toFacts(object: Omit<StoredObject, 'content' | 'attributes'>): ObjectFacts {
  const { sizeBytes, etag, modifiedAt } = object
  return { location: formatLocation(object), sizeBytes, etag, modifiedAt }
}
