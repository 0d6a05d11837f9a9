import { aclOf } from './acl.ts'
import { illegalLocation, invalidLocation } from './errors.ts'
import type { S3Operation } from './operation.ts'
import { ownershipNamed } from './ownership.ts'
import { smallBody } from './read-body.ts'
import { refuseUnserved } from './read-headers.ts'
import { childText, readXml } from './read-xml.ts'

export const createBucket: S3Operation = {
  name: 'CreateBucket',
  method: 'PUT',
  on: 'bucket',
  async run({ storage, region }, request) {
    const { caller, headers, bucket: name } = request
    refuseUnserved(headers)
    const acl = aclOf(headers)
    const ownership = headers['x-amz-object-ownership']
    const body = await smallBody(request)
    if (body.length > 0) {
      const wanted = childText(readXml(body, 'CreateBucketConfiguration'), 'LocationConstraint')
      if (wanted !== undefined && wanted !== region) throw refusalOf(wanted)
    }
    // API Reference, "BucketAlreadyOwnedByYou": us-east-1 alone answers as if it had made it.
    const ifOwned = region === 'us-east-1' ? 'keep' : 'refuse'
    await storage.createBucket(caller, {
      ...{ name, ifOwned },
      ...(ownership === undefined ? {} : { ownership: ownershipNamed(String(ownership)) }),
      ...(acl ? { acl } : {}),
    })
    return { status: 200, headers: { location: `/${name}` } }
  },
}

/** Another region of AWS is told from what is none. @see S3 `CreateBucket`, "LocationConstraint" */
function refusalOf(location: string) {
  const region = location === 'EU' || /^[a-z]{2}(-[a-z]+){1,3}-\d{1,2}$/.test(location)
  return region ? illegalLocation({ location }) : invalidLocation({ location })
}
