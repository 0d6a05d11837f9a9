import type { Readable } from 'node:stream'
import type { NamedPart } from '../model/assembly.ts'
import type { Description } from '../model/attributes.ts'
import type { Attributes, ByteRange } from '../model/object.ts'
import type { WantedRange } from '../model/range.ts'
import type { Body } from './blob-store.ts'

/** An object as its endpoint tells of it. */
export interface LinkedObject {
  key: string
  sizeBytes: number
  etag: string
  modifiedAt: Date
  attributes: Attributes
}

export type LinkedFacts = Omit<LinkedObject, 'attributes'>

/** Where keys lie. Within one server objects are copied without coming here. */
export interface LinkedPlace {
  /** The endpoint and the key that opens it. */
  server: string
  bucket: string
  prefix: string
}

export interface CopySource {
  place: LinkedPlace
  object: LinkedObject
}

/** What the key must hold: nothing, or what has this ETag. */
export type PutCondition = { absent: true } | { etag: string }

export interface LinkedPage {
  objects: LinkedFacts[]
  /** What keys share up to the delimiter behind the prefix. */
  groups: string[]
  /** More come behind the last of both. */
  more: boolean
}

export interface LinkedUpload {
  key: string
  uploadId: string
  begunAt: Date
}

export interface LinkedPart {
  partNumber: number
  sizeBytes: number
  etag: string
  modifiedAt: Date
}

/**
 * The bucket that one of ours stands for, by our keys. All of it may change between two calls, by
 * hands that are not ours.
 *
 * @throws storage.upstream-away, storage.upstream-busy, storage.upstream-refused, storage.full
 */
export interface LinkedBucket {
  place: LinkedPlace
  head(key: string): Promise<LinkedObject | undefined>
  /** @throws storage.precondition-failed, storage.invalid-range */
  open(
    key: string,
    wanted?: { range?: WantedRange | undefined; etag?: string },
  ): Promise<{ object: LinkedObject; range: ByteRange; body: Readable } | undefined>
  /** Answers the ETag. */
  put(key: string, body: Body, description: Description): Promise<string>
  /**
   * The same of what is in memory, or is read into it once there is room.
   *
   * @throws storage.precondition-failed
   */
  putBytes(
    key: string,
    bytes: Buffer | (() => Promise<Buffer>),
    description: Description,
    condition?: PutCondition,
  ): Promise<string>
  /** Undefined where there is no such key. @throws storage.precondition-failed */
  copy(from: CopySource, to: string, description?: Description): Promise<string | undefined>
  /** Answers those that it would not remove. */
  remove(keys: readonly string[]): Promise<Set<string>>
  /** Behind `after`, in the order of code points. */
  list(query: {
    prefix: string
    delimiter?: string
    after?: string
    limit: number
  }): Promise<LinkedPage>
  createUpload(key: string, description: Description): Promise<string>
  /** Answers the ETag. Undefined where there is no such upload, as in what follows. */
  putPart(at: PartOfUpload, body: Body, sizeBytes?: number): Promise<string | undefined>
  copyPart(
    at: PartOfUpload,
    from: CopySource & { range?: ByteRange | undefined },
  ): Promise<string | undefined>
  /** @throws storage.invalid-part, storage.invalid-part-order, storage.entity-too-small */
  completeUpload(at: UploadOfKey, parts: readonly NamedPart[]): Promise<string | undefined>
  abortUpload(at: UploadOfKey): Promise<boolean>
  listParts(
    at: UploadOfKey,
    page: { after: number; limit: number },
  ): Promise<{ parts: LinkedPart[]; more: boolean } | undefined>
  listUploads(query: {
    prefix: string
    after: { key: string; uploadId?: string }
    limit: number
  }): Promise<{ uploads: LinkedUpload[]; more: boolean }>
}

export interface UploadOfKey {
  key: string
  uploadId: string
}

export interface PartOfUpload extends UploadOfKey {
  partNumber: number
}
