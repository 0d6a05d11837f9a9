import type { PolicyDocument } from '../../contexts/identity/index.ts'
import { malformedPolicy } from './errors.ts'
import type { S3Operation } from './operation.ts'
import { smallBody } from './read-body.ts'

export const putBucketPolicy: S3Operation = {
  name: 'PutBucketPolicy',
  method: 'PUT',
  on: 'bucket',
  query: ['policy'],
  async run({ storage }, request) {
    const policy = readPolicy(await smallBody(request))
    await storage.putBucketPolicy(request.caller, { bucket: request.bucket, policy })
    return { status: 204 }
  },
}

/** Its members are checked by the operation. */
function readPolicy(body: Buffer): PolicyDocument {
  try {
    const policy: unknown = JSON.parse(body.toString())
    if (typeof policy === 'object' && policy !== null && 'Statement' in policy)
      return policy as PolicyDocument
  } catch (cause) {
    throw malformedPolicy({ reason: 'it is not JSON' }, { cause })
  }
  throw malformedPolicy({ reason: 'it has no statement' })
}
