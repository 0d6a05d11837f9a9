import { systemClock } from '../../../foundation/clock.ts'
import { createLog } from '../../../foundation/log.ts'
import type { LinkedBucket } from '../adapters/linked-bucket.ts'
import { createLinkedBucket } from '../adapters/s3/linked-bucket.ts'
import { createUpstream } from '../adapters/s3/upstream.ts'
import { type GivenUpstream, givenUpstream } from './given-upstream.ts'

export interface GivenLinked extends AsyncDisposable {
  linked: LinkedBucket
  far: GivenUpstream
}

/** A far side of this process as a linked bucket, without a database. */
export async function givenLinked(): Promise<GivenLinked> {
  const far = await givenUpstream('data/')
  const { bucket, prefix, region } = far.settings
  const log = createLog('info', { write: () => undefined })
  const upstream = createUpstream(far.settings, { log, clock: systemClock })
  const link = { bucket, prefix, region, key: 'far', access: 'read-write' } as const
  return {
    linked: createLinkedBucket(upstream, link),
    far,
    async [Symbol.asyncDispose]() {
      upstream.close()
      await far[Symbol.asyncDispose]()
    },
  }
}
