import { randomText } from '../../../foundation/ids.ts'
import type { LinkedBucket } from '../adapters/linked-bucket.ts'
import { linkRefused, preconditionFailed } from '../errors.ts'

const NOTHING = { headers: { 'content-type': 'text/plain' }, metadata: {} }

/** Whether the place can be read. */
export async function probeReading(linked: LinkedBucket): Promise<void> {
  await linked.list({ prefix: '', limit: 1 })
}

/**
 * Whether it can be written and keeps what commits of tables stand on: an endpoint that takes a
 * condition without effect lets two writers both win.
 *
 * @throws storage.link-refused
 */
export async function probeWriting(linked: LinkedBucket): Promise<void> {
  const key = `millrace-probe-${randomText(16, 'lower')}`
  const bytes = Buffer.from('of a moment')
  const etag = await linked.putBytes(key, bytes, NOTHING, { absent: true })
  const again = await taken(linked.putBytes(key, bytes, NOTHING, { absent: true }))
  const other = await taken(linked.putBytes(key, bytes, NOTHING, { etag: `${etag}-not` }))
  await linked.remove([key])
  if (again || other)
    throw linkRefused({ reason: 'the endpoint takes conditions of a PUT without effect' })
}

async function taken(put: Promise<unknown>): Promise<boolean> {
  try {
    await put
    return true
  } catch (error) {
    if (preconditionFailed.matches(error)) return false
    throw error
  }
}
