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
  return resumed(first.body, asked, async (rest) => {
    const more = await get(upstream, key, rest)
    if (!more) throw contentLost({ blobId: key })
    return more.body
  })
}

/** `first` as a body that goes on with what `open` answers where it breaks off. */
export function resumed(
  first: Readable,
  range: ByteRange,
  open: (rest: ByteRange) => Promise<Readable>,
): Readable {
  const whole = Readable.from(resuming(first, range, open), { objectMode: false })
  // Who leaves before the first byte has not begun to read.
  whole.once('close', () => first.destroy())
  return whole
}

export async function sizeOfKey(upstream: Upstream, key: string): Promise<number | undefined> {
  return (await headOfKey(upstream, key))?.ContentLength
}

/** Undefined where there is no such key. */
export function headOfKey(upstream: Upstream, key: string) {
  const asked = new HeadObjectCommand({ Bucket: upstream.bucket, Key: key })
  return upstream.find((client) => client.send(asked))
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
  first: Readable,
  { start, end }: ByteRange,
  open: (rest: ByteRange) => Promise<Readable>,
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
    body = await open({ start: at, end })
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
