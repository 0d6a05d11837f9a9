import type { S3Operation } from './operation.ts'
import { taggingAnswer } from './tag-sets.ts'
import { versionAsked, versionHeaders } from './versions.ts'

export const getObjectTagging: S3Operation = {
  name: 'GetObjectTagging',
  method: 'GET',
  on: 'object',
  query: ['tagging'],
  parameters: ['versionId'],
  async run({ storage }, request) {
    const { caller, bucket, key } = request
    const at = { bucket, key, ...versionAsked(request) }
    const { tags, versionId } = await storage.getObjectTagging(caller, at)
    const answer = taggingAnswer(tags)
    return { ...answer, headers: { ...answer.headers, ...versionHeaders(versionId) } }
  },
}
