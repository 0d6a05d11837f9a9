import type { Readable } from 'node:stream'
import type { ByteRange } from '../model/object.ts'

export type Body = AsyncIterable<Uint8Array>

/** Where large content lives. Blobs are immutable and their ids are never used twice. */
export interface BlobStore {
  /** Consumes `body` in constant memory; durable when it answers. */
  create(body: Body): Promise<string>
  /** The open content, its first bytes on their way; undefined where there is no such blob. */
  open(blobId: string, range?: ByteRange): Promise<Readable | undefined>
  /** A second blob of the same content, without reading it. */
  clone(blobId: string): Promise<string | undefined>
  /** Missing ones are no error. Who has one open reads on. */
  remove(blobIds: readonly string[]): Promise<void>
  /** A path on the store's disk for a file that `adopt` will make a blob. */
  stagingPath(): Promise<string>
  adopt(path: string): Promise<{ blobId: string; sizeBytes: number }>
  /**
   * A local path that keeps the content of `blobId` until `discard`; undefined where there is no
   * such blob, or where it would have to be copied.
   */
  hold(blobId: string): Promise<string | undefined>
  discard(path: string): Promise<void>
  /** Blobs made before `olderThan`, in batches; for the sweeper. */
  aged(olderThan: Date): AsyncIterable<string[]>
  /** Removes what was begun or staged and left before `olderThan`; answers how many. */
  clearStaging(olderThan: Date): Promise<number>
}
