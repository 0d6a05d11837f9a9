import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { upstreamRefused } from '../../errors.ts'
import { answeredAbsent, said, WRONG_PLACE } from './failures.ts'
import type { Upstream } from './upstream.ts'

/** What the database remembers of the place where blobs lie. */
export interface BoundPlace {
  /** Of this platform; made when it is asked for first. */
  storeId(): Promise<{ storeId: string; location: string | null }>
  bind(location: string): Promise<void>
}

/**
 * Sees that the place belongs to this platform: what another has there must be no orphan of ours,
 * and what is not there must not be lost because somebody named the wrong bucket.
 *
 * @throws storage.upstream-refused
 */
export async function checkBinding(upstream: Upstream, place: BoundPlace): Promise<void> {
  const { storeId, location } = await place.storeId()
  await upstream.ask(async (client) => {
    const before = await readMarker(client, upstream)
    if (before === undefined && location !== null)
      throw refused(
        `nothing says that the blobs are at ${upstream.location}; they were ${location}`,
      )
    if (before === undefined) await writeMarker(client, upstream, storeId)
    // Where two write it at once, whoever reads another's has lost.
    const found = before ?? (await readMarker(client, upstream))
    if (found !== storeId) throw refused(`${upstream.location} belongs to another platform`)
  })
  if (location !== upstream.location) await place.bind(upstream.location)
}

function at({ bucket, prefix }: Upstream) {
  return { Bucket: bucket, Key: `${prefix}millrace.json` }
}

async function readMarker(client: S3Client, upstream: Upstream): Promise<string | undefined> {
  try {
    const found = await client.send(new GetObjectCommand(at(upstream)))
    const { storeId } = JSON.parse((await found.Body?.transformToString()) ?? '{}')
    return String(storeId)
  } catch (error) {
    if (answeredAbsent(error)) return undefined
    throw error
  }
}

async function writeMarker(client: S3Client, upstream: Upstream, storeId: string): Promise<void> {
  const marker = {
    ...at(upstream),
    Body: `${JSON.stringify({ storeId })}\n`,
    ContentType: 'application/json',
  }
  await client.send(new PutObjectCommand({ ...marker, IfNoneMatch: '*' })).catch((error: Error) => {
    if (error.name !== 'PreconditionFailed') throw error
  })
}

function refused(reason: string) {
  return upstreamRefused({}, { cause: said(WRONG_PLACE, reason) })
}
