import type { Clock } from '../../foundation/clock.ts'
import type { Log } from '../../foundation/log.ts'
import type { Sql } from '../../foundation/sql.ts'
import type { Governance } from '../governance/index.ts'
import type { Identity } from '../identity/index.ts'
import type { BlobStore } from './adapters/blob-store.ts'
import type { UpstreamSettings } from './adapters/s3/settings.ts'
import type { Md5 } from './content/md5.ts'
import type { Gathering } from './gathering.ts'
import type { Links } from './links/links.ts'
import type { ReadCounts } from './read-counts.ts'
import type { Quota } from './store/use.ts'

/**
 * What a new bucket is where its maker does not say: closed, or as AWS made them before April
 * 2023, whose objects are their writers' and which nothing keeps from becoming public.
 */
export type ObjectOwnership = 'BucketOwnerEnforced' | 'ObjectWriter'

/** What storage’s operations need; `main.ts` hands it in. */
export interface StorageDeps {
  sql: Sql
  clock: Clock
  log: Log
  identity: Pick<Identity, 'demand' | 'allows' | 'accounts' | 'principalSince'>
  governance: Pick<Governance, 'keysEnded' | 'registeredLocation' | 'recordUse'>
  /** Absolute path; holds the blobs and what is on its way to become one. */
  objectsDirectory: string
  /** Of buckets that are made without a word of it; the bucket owner's where left out. */
  objectOwnership?: ObjectOwnership
  /** The S3 endpoint where new blobs go; files below `objectsDirectory` where left out. */
  upstream?: UpstreamSettings | undefined
  /** Absolute path; holds the keys of linked buckets' endpoints. */
  linkKeysDirectory?: string
  /** What an account may keep that has no quota of its own; nothing bounds it where left out. */
  quota?: Quota
}

type Given = 'linkKeysDirectory' | 'objectsDirectory' | 'objectOwnership' | 'quota' | 'upstream'

/** The same, with what `createStorage` makes of it. */
export interface StorageParts extends Omit<StorageDeps, Given> {
  objectOwnership: ObjectOwnership
  quota: Quota
  blobs: BlobStore
  createMd5: () => Md5
  gathering: Gathering
  reads: ReadCounts
  links: Links
  /** Where the platform's own blobs lie, if at an endpoint. */
  placeOfBlobs: UpstreamSettings | undefined
}
