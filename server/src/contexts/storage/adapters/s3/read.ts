import { Readable } from 'node:stream'
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3'
import type { DomainError } from '../../../../foundation/errors.ts'
import { contentLost, upstreamAway } from '../../errors.ts'
import type { ByteRange } from '../../model/object.ts'
import { said, upstreamFailure } from './failures.ts'
import type { Upstream } from './upstream.ts'

/** So often without a byte in between a read that breaks off is taken up where it broke. */
const RESUMES_MAX = 3

/** Undefined where there is no such key. @throws storage.content-lost where it is too short */
export async function openKey(
  upstream: Upstream,
  key: string,
  range: ByteRange | undefined,
): Promise<Readable | undefined> {
  const first = await get(upstream, key, range)
  if (!first) return undefined
  const start = range?.start ?? 0
  const asked = { start, end: range?.end ?? start + first.sizeBytes - 1 }
  const whole = Readable.from(resuming(upstream, key, { ...asked, first: first.body }), {
    objectMode: false,
  })
  // Who leaves before the first byte has not begun to read.
  whole.once('close', () => first.body.destroy())
  return whole
}

export async function sizeOfKey(upstream: Upstream, key: string): Promise<number | undefined> {
  const asked = new HeadObjectCommand({ Bucket: upstream.bucket, Key: key })
  const found = await upstream.find((client) => client.send(asked))
  return found?.ContentLength
}

async function get(upstream: Upstream, key: string, range: ByteRange | undefined) {
  const asked = new GetObjectCommand({
    ...{ Bucket: upstream.bucket, Key: key },
    ...(range && { Range: `bytes=${range.start}-${range.end}` }),
  })
  const found = await upstream.find((client) => client.send(asked)).catch(orTooShort(key))
  if (!found) return undefined
  const body = found.Body as Readable
  const sizeBytes = found.ContentLength ?? 0
  if (!range || sizeBytes === range.end - range.start + 1) return { body, sizeBytes }
  body.destroy()
  throw contentLost({ blobId: key })
}

async function* resuming(
  upstream: Upstream,
  key: string,
  { first, start, end }: ByteRange & { first: Readable },
) {
  let body = first
  let at = start
  for (let broken = 0; ; broken += 1) {
    let failure: unknown
    try {
      for await (const chunk of body as AsyncIterable<Buffer>) {
        at += chunk.length
        broken = 0
        yield chunk
      }
    } catch (error) {
      failure = error
    }
    if (at > end) return
    if (broken === RESUMES_MAX) throw brokenOff(failure)
    const rest = await get(upstream, key, { start: at, end })
    if (!rest) throw contentLost({ blobId: key })
    body = rest.body
  }
}

function brokenOff(failure: unknown): DomainError {
  if (failure !== undefined) return upstreamFailure(failure)
  return upstreamAway({}, { cause: said('Ended', 'a body that ends too early') })
}

/** A range behind the end of what the index says is longer. */
function orTooShort(key: string) {
  return (error: Error): never => {
    if ((error.cause as Error | undefined)?.name !== 'InvalidRange') throw error
    throw contentLost({ blobId: key }, { cause: error })
  }
}
