import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../../../foundation/clock.ts'
import { blobStoreContract } from '../testing/blob-store-contract.ts'
import { givenS3Blobs } from '../testing/given-s3-blobs.ts'
import { createFileBlobs } from './files/file-blobs.ts'
import { createStaging } from './staging.ts'

async function givenFiles({ clock }: { clock: Clock }) {
  const directory = await mkdtemp(join(tmpdir(), 'millrace-blobs-'))
  const staging = createStaging({ directory, clock })
  return {
    blobs: createFileBlobs({ directory, clock, staging }),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  }
}

blobStoreContract('files', givenFiles)
blobStoreContract('s3', givenS3Blobs)
