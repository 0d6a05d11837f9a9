import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Clock, systemClock } from '../../../foundation/clock.ts'
import { createLog } from '../../../foundation/log.ts'
import { createS3Blobs, type S3Blobs } from '../adapters/s3/s3-blobs.ts'
import { createUpstream, type Upstream } from '../adapters/s3/upstream.ts'
import { createStaging } from '../adapters/staging.ts'
import type { StoredPlace } from '../store/upstream.ts'
import { type GivenUpstream, givenUpstream } from './given-upstream.ts'

export interface GivenS3Blobs extends AsyncDisposable {
  blobs: S3Blobs
  far: GivenUpstream
  upstream: Upstream
  /** What the database remembers. */
  place: StoredPlace
  /** Lines of the log. */
  logged: string[]
}

/** Blobs at a far side of this process, without a database. */
export async function givenS3Blobs({ clock = systemClock }: { clock?: Clock } = {}) {
  const far = await givenUpstream()
  const directory = await mkdtemp(join(tmpdir(), 'millrace-blobs-'))
  const logged: string[] = []
  const log = createLog('info', { write: (line: string) => logged.push(line) })
  const upstream = createUpstream(far.settings, { log, clock })
  const staging = createStaging({ directory, clock })
  const place: StoredPlace = { storeId: 'ours', location: null }
  const remembered = {
    storeId: async () => place,
    async bind(location: string) {
      place.location = location
    },
  }
  const blobs = createS3Blobs({ upstream, place: remembered, staging, clock })
  const given: GivenS3Blobs = {
    ...{ blobs, far, upstream, place, logged },
    async [Symbol.asyncDispose]() {
      upstream.close()
      await far[Symbol.asyncDispose]()
      await rm(directory, { recursive: true, force: true })
    },
  }
  return given
}
