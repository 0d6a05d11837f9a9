import { ownersAcl } from './acl.ts'
import type { S3Operation } from './operation.ts'
import { versionAsked, versionHeaders } from './versions.ts'

export const getObjectAcl: S3Operation = {
  name: 'GetObjectAcl',
  method: 'GET',
  on: 'object',
  query: ['acl'],
  async run({ storage }, request) {
    const { caller, bucket, key } = request
    const at = { bucket, key, ...versionAsked(request) }
    const { accountId, versionId } = await storage.ownerOfObject(caller, { ...at, verb: 'Get' })
    const answer = ownersAcl(accountId)
    return { ...answer, headers: { ...answer.headers, ...versionHeaders(versionId) } }
  },
}
