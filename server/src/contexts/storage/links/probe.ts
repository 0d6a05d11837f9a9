import { randomText } from '../../../foundation/ids.ts'
import type { LinkedBucket, PutCondition } from '../adapters/linked-bucket.ts'
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
  const kept = await keepsConditions(linked, key).catch(async (error: unknown) => {
    // Nothing of ours is left there; who has not the right to remove it hears what failed first.
    await linked.remove([key]).catch(() => undefined)
    throw error
  })
  await linked.remove([key])
  if (!kept) throw linkRefused({ reason: 'the endpoint takes conditions of a PUT without effect' })
}

async function keepsConditions(linked: LinkedBucket, key: string): Promise<boolean> {
  const bytes = Buffer.from('of a moment')
  const put = (condition: PutCondition) => linked.putBytes(key, bytes, NOTHING, condition)
  const etag = await put({ absent: true })
  const again = await taken(put({ absent: true }))
  const other = await taken(put({ etag: `${etag}-not` }))
  return !again && !other
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
