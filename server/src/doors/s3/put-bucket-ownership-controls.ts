import { malformedXml } from './errors.ts'
import type { S3Operation } from './operation.ts'
import { ownershipNamed } from './ownership.ts'
import { smallBody } from './read-body.ts'
import { childrenOf, childText, readXml } from './read-xml.ts'

export const putBucketOwnershipControls: S3Operation = {
  name: 'PutBucketOwnershipControls',
  method: 'PUT',
  on: 'bucket',
  query: ['ownershipControls'],
  async run({ storage }, request) {
    const { caller, bucket } = request
    const rules = childrenOf(readXml(await smallBody(request), 'OwnershipControls'), 'Rule')
    const [rule] = rules
    if (!rule || rules.length > 1) throw malformedXml({ reason: 'it has no single rule' })
    const ownership = ownershipNamed(childText(rule, 'ObjectOwnership')?.trim() ?? '')
    await storage.putBucketOwnership(caller, { bucket, ownership })
    return { status: 200 }
  },
}
