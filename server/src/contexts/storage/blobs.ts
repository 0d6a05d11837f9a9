import type { BlobStore } from './adapters/blob-store.ts'
import { createFileBlobs } from './adapters/files/file-blobs.ts'
import { joinBlobs } from './adapters/joined-blobs.ts'
import { createS3Blobs } from './adapters/s3/s3-blobs.ts'
import type { UpstreamState } from './adapters/s3/settings.ts'
import { createUpstream } from './adapters/s3/upstream.ts'
import { createStaging } from './adapters/staging.ts'
import type { StorageDeps } from './deps.ts'
import { upstreamMissing } from './errors.ts'
import { bindUpstream, demandStoreId, findUpstream, namesUpstream } from './store/upstream.ts'

interface OpenedBlobs {
  blobs: BlobStore
  upstream(): Promise<UpstreamState | undefined>
  closeBlobs(): void
}

/** Files, or the S3 endpoint that is configured, with the files of before. */
export function openBlobs(deps: StorageDeps): OpenedBlobs {
  const { sql, clock, objectsDirectory: directory } = deps
  const staging = createStaging({ directory, clock })
  const files = createFileBlobs({ directory, clock, staging })
  if (!deps.upstream)
    return { blobs: files, upstream: async () => undefined, closeBlobs: () => undefined }
  const upstream = createUpstream(deps.upstream, deps)
  const place = {
    storeId: () => demandStoreId(sql),
    bind: (location: string) => bindUpstream(sql, location),
  }
  const blobs = createS3Blobs({ upstream, place, staging, clock })
  return {
    blobs: joinBlobs({ files, upstream: blobs }),
    upstream: () => upstream.state(blobs.check),
    closeBlobs: upstream.close,
  }
}

/** A platform that does not know any more where its blobs are must not go on without them. */
export async function demandUpstreamOfBlobs(deps: StorageDeps): Promise<void> {
  if (deps.upstream) return
  const place = await findUpstream(deps.sql)
  if (place?.location && (await namesUpstream(deps.sql)))
    throw upstreamMissing({ location: place.location })
}
