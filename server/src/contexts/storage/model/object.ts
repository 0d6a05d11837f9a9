import type { ChecksumAlgorithm } from '../../../foundation/checksum.ts'
import type { Acl } from './acl.ts'

/** Header names, lower case, that an object keeps and answers: `content-type`, `cache-control`. */
export type ObjectHeaders = Readonly<Record<string, string>>

export interface Checksum {
  algorithm: ChecksumAlgorithm
  /** Base64 as on the wire; of a composite one with `-N` behind it. */
  value: string
  type: 'FULL_OBJECT' | 'COMPOSITE'
}

/** Of which sort it is, without its value. */
export type ChecksumSort = Pick<Checksum, 'algorithm' | 'type'>

export type PartChecksum = Pick<Checksum, 'algorithm' | 'value'>

export type Tags = Readonly<Record<string, string>>

export interface Attributes {
  headers: ObjectHeaders
  /** `x-amz-meta-*` without that prefix. */
  metadata: Readonly<Record<string, string>>
  tags?: Tags
  checksum?: Checksum
  /** Where it is not the bucket owner's alone. */
  acl?: Acl
}

export interface UploadAttributes extends Omit<Attributes, 'checksum'> {
  checksum?: ChecksumSort
}

/** Where the bytes of an object are. */
export type Content =
  | { kind: 'bytes'; bytes: Buffer }
  | { kind: 'blob'; blobId: string }
  | { kind: 'parts'; uploadId: string }

/** What one upload in one piece becomes; parts never nest. */
export type PieceContent = Exclude<Content, { kind: 'parts' }>

export interface ObjectAt {
  bucket: string
  key: string
}

/** One version of a key; what the key holds now where none is named. */
export interface VersionAt extends ObjectAt {
  versionId?: string
}

export interface NewObject extends ObjectAt {
  sizeBytes: number
  etag: string
  modifiedAt: Date
  attributes: Attributes
  content: Content
}

export interface StoredObject extends NewObject {
  versionId: string
}

/** Both ends count, as in HTTP. */
export interface ByteRange {
  start: number
  end: number
}
