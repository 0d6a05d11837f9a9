import type { JSONColumnType } from 'kysely'
import type { PolicyDocument } from '../../identity/index.ts'
import type { Attributes, PartChecksum, UploadAttributes } from '../model/object.ts'

interface BucketsTable {
  name: string
  accountId: string
  policy: JSONColumnType<PolicyDocument> | null
  createdAt: Date
}

interface ObjectsTable {
  bucket: string
  key: string
  sizeBytes: number
  etag: string
  modifiedAt: Date
  attributes: JSONColumnType<Attributes>
  bytes: Buffer | null
  blobId: string | null
  uploadId: string | null
}

interface UploadsTable {
  id: string
  bucket: string
  key: string
  initiator: string
  createdAt: Date
  completedAt: Date | null
  attributes: JSONColumnType<UploadAttributes>
}

interface PartsTable {
  uploadId: string
  partNumber: number
  sizeBytes: number
  etag: string
  checksum: JSONColumnType<PartChecksum> | null
  modifiedAt: Date
  bytes: Buffer | null
  blobId: string | null
  doomedAt: Date | null
}

declare module '../../../foundation/sql.ts' {
  interface Tables {
    'storage.buckets': BucketsTable
    'storage.objects': ObjectsTable
    'storage.uploads': UploadsTable
    'storage.parts': PartsTable
  }
}
