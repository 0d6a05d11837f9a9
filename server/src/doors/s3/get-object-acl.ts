import { aclAnswer } from './acl.ts'
import type { S3Operation } from './operation.ts'
import { versionAsked, versionHeaders } from './versions.ts'

export const getObjectAcl: S3Operation = {
  name: 'GetObjectAcl',
  method: 'GET',
  on: 'object',
  query: ['acl'],
  parameters: ['versionId'],
  async run({ storage }, request) {
    const { caller, bucket, key } = request
    const at = { bucket, key, ...versionAsked(request) }
    const { acl, versionId } = await storage.getObjectAcl(caller, at)
    const answer = aclAnswer(acl)
    return { ...answer, headers: { ...answer.headers, ...versionHeaders(versionId) } }
  },
}
