import type { S3Operation } from './operation.ts'
import { versionAsked, versionHeaders } from './versions.ts'

export const deleteObjectTagging: S3Operation = {
  name: 'DeleteObjectTagging',
  method: 'DELETE',
  on: 'object',
  query: ['tagging'],
  parameters: ['versionId'],
  async run({ storage }, request) {
    const { caller, bucket, key } = request
    const none = { verb: 'Delete' as const, pairs: [] }
    const at = { bucket, key, ...versionAsked(request) }
    const versionId = await storage.putObjectTagging(caller, { ...at, ...none })
    return { status: 204, headers: versionHeaders(versionId) }
  },
}
