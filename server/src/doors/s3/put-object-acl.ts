import { demandOwnersAcl } from './acl.ts'
import type { S3Operation } from './operation.ts'
import { versionAsked, versionHeaders } from './versions.ts'

export const putObjectAcl: S3Operation = {
  name: 'PutObjectAcl',
  method: 'PUT',
  on: 'object',
  query: ['acl'],
  async run({ storage }, request) {
    const { caller, bucket, key } = request
    const at = { bucket, key, ...versionAsked(request) }
    const { accountId, versionId } = await storage.ownerOfObject(caller, { ...at, verb: 'Put' })
    await demandOwnersAcl(request, accountId)
    return { status: 200, headers: versionHeaders(versionId) }
  },
}
