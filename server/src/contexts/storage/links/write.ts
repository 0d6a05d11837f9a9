import type { Body } from '../adapters/blob-store.ts'
import { HELD_BYTES_MAX, heldBytes } from '../adapters/held-bytes.ts'
import type { LinkedBucket, PutCondition } from '../adapters/linked-bucket.ts'
import { linkUnsupported } from '../errors.ts'
import type { Description } from '../model/attributes.ts'
import { judgeOfWrite, type WriteConditions } from '../model/conditions.ts'
import type { ObjectAt } from '../model/object.ts'

/**
 * Answers the ETag. A body that hangs on a condition is sent whole, by one request that the
 * endpoint judges.
 *
 * @throws storage.precondition-failed, storage.link-unsupported
 */
export async function putThroughLink(
  linked: LinkedBucket,
  at: ObjectAt,
  {
    body,
    sizeBytes = 0,
    description,
    conditions,
  }: {
    body: Body
    sizeBytes?: number | undefined
    description: Description
    conditions: WriteConditions
  },
): Promise<string> {
  const judge = judgeOfWrite(at, conditions)
  if (!judge) return linked.put(at.key, body, description)
  if (sizeBytes > HELD_BYTES_MAX) throw tooLong(at)
  // It may hold anything else again a moment later, and then the endpoint refuses.
  const present = await linked.head(at.key)
  judge(present)
  const held = () => heldBytes(body, () => tooLong(at))
  const condition: PutCondition = present ? { etag: present.etag } : { absent: true }
  return linked.putBytes(at.key, held, description, condition)
}

function tooLong({ bucket }: ObjectAt) {
  return linkUnsupported({ bucket, what: 'conditions on objects of more than 8 MiB' })
}

/** @throws storage.link-unsupported */
export function refuseConditions(
  { bucket }: Pick<ObjectAt, 'bucket'>,
  conditions: object | undefined,
  of: string,
): void {
  const asked = Object.values(conditions ?? {}).some((value) => value !== undefined)
  if (asked) throw linkUnsupported({ bucket, what: `conditions of a ${of}` })
}

/** @throws storage.link-unsupported */
export function refuseTags({ bucket }: Pick<ObjectAt, 'bucket'>, tags: object | undefined): void {
  if (tags && Object.keys(tags).length > 0) throw linkUnsupported({ bucket, what: 'object tags' })
}
