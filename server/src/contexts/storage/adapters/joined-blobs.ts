import type { BlobStore } from './blob-store.ts'

/**
 * New blobs go to `upstream`. Those that were files before stay files, and are found by the first
 * letter of their ids.
 */
export function joinBlobs({
  files,
  upstream,
}: {
  files: BlobStore
  upstream: BlobStore
}): BlobStore {
  const isFile = (blobId: string) => blobId.startsWith('b')
  const storeOf = (blobId: string) => (isFile(blobId) ? files : upstream)
  return {
    create: upstream.create,
    open: (blobId, range) => storeOf(blobId).open(blobId, range),
    clone: (blobId) => storeOf(blobId).clone(blobId),
    async remove(blobIds) {
      await files.remove(blobIds.filter(isFile))
      await upstream.remove(blobIds.filter((blobId) => !isFile(blobId)))
    },
    stagingPath: upstream.stagingPath,
    adopt: upstream.adopt,
    hold: (blobId) => storeOf(blobId).hold(blobId),
    discard: upstream.discard,
    async *aged(olderThan) {
      yield* files.aged(olderThan)
      yield* upstream.aged(olderThan)
    },
    clearStaging: upstream.clearStaging,
  }
}
