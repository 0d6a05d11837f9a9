import type { GeneratedAlways, JSONColumnType } from 'kysely'
import type { PolicyDocument } from '../../identity/index.ts'
import type { Grant, Ownership } from '../model/acl.ts'
import type { Link } from '../model/link.ts'
import type { Attributes, PartChecksum, Tags, UploadAttributes } from '../model/object.ts'
import type { PublicAccessBlock } from '../model/public-access.ts'
import type { Versioning } from '../model/versioning.ts'

interface BucketsTable {
  name: string
  accountId: string
  policy: JSONColumnType<PolicyDocument> | null
  createdAt: Date
  versioning: Versioning | null
  tags: JSONColumnType<Tags> | null
  ownership: Ownership | null
  acl: JSONColumnType<readonly Grant[]> | null
  publicAccessBlock: JSONColumnType<PublicAccessBlock> | null
  link: JSONColumnType<Link> | null
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
  versionId: string
}

interface VersionsTable extends ObjectsTable {
  number: GeneratedAlways<number>
  isMarker: boolean
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
  /** Null only of parts whose object was gone before buckets were kept with them. */
  bucket: string | null
}

interface QuotasTable {
  accountId: string
  sizeBytesMax: number | null
  objectsMax: number | null
}

interface PublicAccountsTable {
  accountId: string
  openedAt: Date
}

declare module '../../../foundation/sql.ts' {
  interface Tables {
    'storage.buckets': BucketsTable
    'storage.objects': ObjectsTable
    'storage.versions': VersionsTable
    'storage.uploads': UploadsTable
    'storage.parts': PartsTable
    'storage.quotas': QuotasTable
    'storage.public_accounts': PublicAccountsTable
  }
}
