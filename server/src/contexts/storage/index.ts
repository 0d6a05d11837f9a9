import { createFileBlobs } from './adapters/files/file-blobs.ts'
import type { StorageDeps } from './deps.ts'
import type { Storage } from './face.ts'
import { createOwnAccess } from './platform/own-access.ts'

export type { StorageDeps } from './deps.ts'
export type { LocalFile, ObjectFacts, Storage } from './face.ts'

export function createStorage(deps: StorageDeps): Storage {
  const { objectsDirectory, ...rest } = deps
  const blobs = createFileBlobs({ directory: objectsDirectory, clock: deps.clock })
  return createOwnAccess({ ...rest, blobs })
}
