import type { Readable } from 'node:stream'
import type { AccountId } from '../identity/index.ts'

/** A local, readable copy or link of an object; dispose of it when done. */
export interface LocalFile extends AsyncDisposable {
  path: string
}

export interface ObjectFacts {
  location: string
  sizeBytes: number
  etag: string
  modifiedAt: Date
}

/**
 * What the contexts below storage use of it: the platform's own access to bytes, by location
 * (`s3://bucket/key`), without the IAM gate. The S3 operations for callers stand beside.
 */
export interface Storage {
  /** Makes the bucket unless it exists. @throws storage.bucket-name-taken */
  ensureBucket(bucket: { name: string; accountId: string }): Promise<void>
  /** Names of the buckets that belong to an account. */
  bucketNames(accountId: string): Promise<string[]>
  /** The account that the bucket belongs to; undefined where there is no such bucket. */
  bucketOwner(name: string): Promise<AccountId | undefined>
  /** Both ends of `range` count, as in HTTP. @throws storage.no-such-key */
  read(location: string, range?: { start: number; end: number }): Promise<Readable>
  /** @throws storage.no-such-key */
  readAll(location: string): Promise<Buffer>
  /** Durable when it returns. @throws storage.no-such-bucket */
  write(
    location: string,
    body: Buffer | Readable,
    options?: { contentType?: string },
  ): Promise<ObjectFacts>
  /** A path on the store's own disk to write a new object at, before `adopt`. */
  stagingPath(): Promise<string>
  /** Makes the file at `path` (from `stagingPath`) the object `location`, without copying. */
  adopt(location: string, path: string): Promise<ObjectFacts>
  /** The object as a file that DuckDB can open. @throws storage.no-such-key */
  localFile(location: string): Promise<LocalFile>
  stat(location: string): Promise<ObjectFacts | undefined>
  /** In order of keys; `prefix` is text: `s3://b/table` also finds `s3://b/table2/x`. */
  list(prefix: string): AsyncIterable<ObjectFacts>
  /**
   * What `from` holds is what `to` holds from now on, at once and with its time; what `to` held
   * before is freed. False: `from` holds nothing.
   */
  move(from: string, to: string): Promise<boolean>
  /** For good, with all versions. Missing ones are no error. */
  remove(locations: readonly string[]): Promise<void>
}
