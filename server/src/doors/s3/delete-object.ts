import type { S3Answer } from './answer.ts'
import type { S3Operation } from './operation.ts'
import { deleteConditionsOf } from './read-headers.ts'
import { versionAsked } from './versions.ts'

export const deleteObject: S3Operation = {
  name: 'DeleteObject',
  method: 'DELETE',
  on: 'object',
  parameters: ['versionId'],
  async run({ storage }, request): Promise<S3Answer> {
    const { caller, bucket, key, headers } = request
    const asked = versionAsked(request)
    const conditions = deleteConditionsOf({
      ifMatch: headers['if-match'],
      modifiedAt: headers['x-amz-if-match-last-modified-time'] as string | undefined,
      sizeBytes: headers['x-amz-if-match-size'] as string | undefined,
    })
    const target = { key, ...asked, ...(conditions ? { conditions } : {}) }
    const [done] = await storage.deleteObjects(caller, { bucket, targets: [target] })
    if (done?.refused) throw done.refused
    const version = done?.markerVersionId ?? asked.versionId
    return {
      status: 204,
      headers: {
        ...(done?.markerVersionId === undefined ? {} : { 'x-amz-delete-marker': 'true' }),
        ...(version === undefined ? {} : { 'x-amz-version-id': version }),
      },
    }
  },
}
