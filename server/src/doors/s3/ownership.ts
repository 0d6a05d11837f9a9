import { malformedXml, notImplemented } from './errors.ts'

/** All buckets own what is in them. @see S3 User Guide, "Controlling ownership of objects" */
export const OWNER_ENFORCED = 'BucketOwnerEnforced'
const WITH_LISTS = ['BucketOwnerPreferred', 'ObjectWriter']

/** @throws s3.not-implemented, s3.malformed-xml */
export function demandOwnerEnforced(wanted: string): void {
  if (wanted === OWNER_ENFORCED) return
  if (!WITH_LISTS.includes(wanted))
    throw malformedXml({ reason: `the object ownership "${wanted}" is not known` })
  const reason = 'there are no access control lists; the owner of a bucket owns its objects'
  throw notImplemented({ operation: `ObjectOwnership ${wanted}`, reason })
}
