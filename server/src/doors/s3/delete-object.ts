import type { S3Answer } from './answer.ts'
import type { S3Operation } from './operation.ts'

export const deleteObject: S3Operation = {
  name: 'DeleteObject',
  method: 'DELETE',
  on: 'object',
  async run({ storage }, { caller, bucket, key }): Promise<S3Answer> {
    const refused = await storage.deleteObjects(caller, { bucket, keys: [key] })
    const refusal = refused.get(key)
    if (refusal) throw refusal
    return { status: 204 }
  },
}
