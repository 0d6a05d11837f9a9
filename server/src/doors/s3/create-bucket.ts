import { grantsToOthers } from './acl.ts'
import { aclOnCreation, invalidRequestArgument } from './errors.ts'
import type { S3Operation } from './operation.ts'
import { demandOwnerEnforced } from './ownership.ts'
import { smallBody } from './read-body.ts'
import { refuseUnserved } from './read-headers.ts'
import { childText, readXml } from './read-xml.ts'

export const createBucket: S3Operation = {
  name: 'CreateBucket',
  method: 'PUT',
  on: 'bucket',
  async run({ storage, region }, request) {
    refuseUnserved(request.headers)
    if (grantsToOthers(request.headers)) throw aclOnCreation({})
    const ownership = request.headers['x-amz-object-ownership']
    if (ownership !== undefined) demandOwnerEnforced(String(ownership))
    const body = await smallBody(request)
    if (body.length > 0) {
      const wanted = childText(readXml(body, 'CreateBucketConfiguration'), 'LocationConstraint')
      if (wanted !== undefined && wanted !== region)
        throw invalidRequestArgument({ name: 'LocationConstraint', value: wanted })
    }
    // API Reference, "BucketAlreadyOwnedByYou": us-east-1 alone answers as if it had made it.
    const ifOwned = region === 'us-east-1' ? 'keep' : 'refuse'
    await storage.createBucket(request.caller, { name: request.bucket, ifOwned })
    return { status: 200, headers: { location: `/${request.bucket}` } }
  },
}
