import { aclToPut } from './acl.ts'
import type { S3Operation } from './operation.ts'
import { versionAsked, versionHeaders } from './versions.ts'

export const putObjectAcl: S3Operation = {
  name: 'PutObjectAcl',
  method: 'PUT',
  on: 'object',
  query: ['acl'],
  parameters: ['versionId'],
  async run({ storage }, request) {
    const { caller, bucket, key } = request
    const at = { bucket, key, ...versionAsked(request) }
    const { versionId } = await storage.putObjectAcl(caller, {
      ...at,
      acl: await aclToPut(request),
    })
    return { status: 200, headers: versionHeaders(versionId) }
  },
}
