import type { S3Operation } from './operation.ts'
import { readTagging } from './tag-sets.ts'
import { versionAsked, versionHeaders } from './versions.ts'

export const putObjectTagging: S3Operation = {
  name: 'PutObjectTagging',
  method: 'PUT',
  on: 'object',
  query: ['tagging'],
  parameters: ['versionId'],
  async run({ storage }, request) {
    const { caller, bucket, key } = request
    const versionId = await storage.putObjectTagging(caller, {
      ...{ bucket, key, verb: 'Put' as const },
      ...versionAsked(request),
      pairs: await readTagging(request),
    })
    return { status: 200, headers: versionHeaders(versionId) }
  },
}
