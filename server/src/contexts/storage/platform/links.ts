import { DomainError } from '../../../foundation/errors.ts'
import { recordOwnWork } from '../../../foundation/outbox.ts'
import { type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import { adviceOn } from '../adapters/s3/failures.ts'
import type { UpstreamSettings, UpstreamState } from '../adapters/s3/settings.ts'
import type { StorageParts } from '../deps.ts'
import { bucketNameTaken, linkRefused, noSuchBucket } from '../errors.ts'
import { narrowedTo } from '../links/direct.ts'
import { probeReading, probeWriting } from '../links/probe.ts'
import { checkLink, type Link, overlap, placeOf } from '../model/link.ts'
import { checkBucketName } from '../model/location.ts'
import {
  type Bucket,
  deleteBucketRow,
  findBucket,
  insertBucket,
  lockBucket,
} from '../store/buckets.ts'
import { type LinkedName, linkedBuckets, lockLinks, setLink } from '../store/links.ts'

export interface LinkState extends LinkedName {
  state: UpstreamState
}

/** Buckets that stand for ones of other endpoints, for who runs the platform. */
export interface LinkKeeping {
  /**
   * Makes the bucket, or changes the link of one that is linked already.
   *
   * @throws storage.link-refused, storage.bucket-name-taken, storage.invalid-bucket-name
   */
  linkBucket(bucket: LinkedName): Promise<void>
  /**
   * Removes the bucket here, whatever it stands for holds, and whether or not that answers. What
   * lies there stays.
   *
   * @throws storage.link-refused, storage.no-such-bucket
   */
  unlinkBucket(name: string): Promise<void>
  /** How each is. */
  links(): Promise<LinkState[]>
}

type Deps = Pick<StorageParts, 'sql' | 'clock' | 'links' | 'placeOfBlobs'>

export function createLinkKeeping(deps: Deps): LinkKeeping {
  return {
    linkBucket: (bucket) => linkBucket(deps, bucket),
    unlinkBucket: (name) => unlinkBucket(deps, name),
    async links() {
      const names = await linkedBuckets(deps.sql)
      const states = names.map(async (one) => ({
        ...one,
        state: await deps.links.stateOf(one.link),
      }))
      return Promise.all(states)
    },
  }
}

async function linkBucket(deps: Deps, { name, accountId, link }: LinkedName): Promise<void> {
  checkBucketName(name)
  checkLink(name, link)
  await probe(deps, link)
  await transaction(deps.sql, async (tx) => {
    await lockLinks(tx)
    demandApart(deps, { name, link }, await linkedBuckets(tx))
    const made = await insertBucket(tx, { name, accountId, createdAt: deps.clock() })
    const present = made ? undefined : await heldBucket(tx, name)
    if (present && present.accountId !== accountId) throw bucketNameTaken({ bucket: name })
    if (present && !present.link)
      throw linkRefused({ reason: `"${name}" is a bucket of the platform’s own` })
    await setLink(tx, name, link)
    const detail = { place: placeOf(link), access: link.access, direct: link.direct?.roleArn }
    const deed = { action: 'storage.bucket-linked', resource: `s3://${name}`, detail }
    await recordOwnWork(tx, { accountId }, deed)
  })
}

/** It stays until the transaction ends. @throws storage.no-such-bucket */
async function heldBucket(tx: SqlTransaction, name: string): Promise<Bucket> {
  const present = (await lockBucket(tx, name)) ? await findBucket(tx, name) : undefined
  if (!present) throw noSuchBucket({ bucket: name })
  return present
}

async function unlinkBucket(deps: Deps, name: string): Promise<void> {
  await transaction(deps.sql, async (tx) => {
    const { accountId, link } = await heldBucket(tx, name)
    if (!link) throw linkRefused({ reason: `"${name}" is a bucket of the platform’s own` })
    await deleteBucketRow(tx, name)
    const detail = { place: placeOf(link) }
    const deed = { action: 'storage.bucket-unlinked', resource: `s3://${name}`, detail }
    await recordOwnWork(tx, { accountId }, deed)
  })
}

/** Through one place what is closed in the other would be open. */
function demandApart(
  { placeOfBlobs }: Deps,
  { name, link }: Pick<LinkedName, 'name' | 'link'>,
  all: readonly LinkedName[],
): void {
  const other = all.find((one) => one.name !== name && overlap(one.link, link))
  if (other) throw linkRefused({ reason: `"${other.name}" is linked to ${placeOf(other.link)}` })
  if (placeOfBlobs && overlap(placeOfBlobs, link))
    throw linkRefused({ reason: `the blobs of the platform lie at ${placeOf(placeOfBlobs)}` })
}

/** What does not work now is told now. */
async function probe({ links }: Deps, link: Link): Promise<void> {
  const { linked, tokens, close } = links.anew(link)
  try {
    await probeReading(linked)
    if (link.access === 'read-write') await probeWriting(linked)
    const session = { name: 'millrace-probe', policy: narrowedTo(link, 'millrace-probe/', 'read') }
    await tokens?.assume(session)
  } catch (error) {
    if (!(error instanceof DomainError) || linkRefused.matches(error)) throw error
    const settings: UpstreamSettings = { ...link, credentialsFile: link.key }
    const { detail, fix } = adviceOn(error, settings)
    throw linkRefused({ reason: `${detail}; ${fix}` }, { cause: error })
  } finally {
    close()
  }
}
