import { malformedXml } from './errors.ts'
import type { S3Operation } from './operation.ts'
import { demandOwnerEnforced } from './ownership.ts'
import { smallBody } from './read-body.ts'
import { childrenOf, childText, readXml } from './read-xml.ts'

export const putBucketOwnershipControls: S3Operation = {
  name: 'PutBucketOwnershipControls',
  method: 'PUT',
  on: 'bucket',
  query: ['ownershipControls'],
  async run({ storage }, request) {
    const { caller, bucket } = request
    await storage.headBucket(caller, { bucket, action: 's3:PutBucketOwnershipControls' })
    const rules = childrenOf(readXml(await smallBody(request), 'OwnershipControls'), 'Rule')
    const [rule] = rules
    if (!rule || rules.length > 1) throw malformedXml({ reason: 'it has no single rule' })
    demandOwnerEnforced(childText(rule, 'ObjectOwnership')?.trim() ?? '')
    return { status: 200 }
  },
}
