import { Readable } from 'node:stream'
import { ana, type GivenStorage, plain } from './given-storage.ts'

export const MIB = 2 ** 20

/** A running upload of `s3://lake/big`, and how to give it parts. */
export async function givenUpload(given: GivenStorage) {
  const at = { bucket: 'lake', key: 'big' }
  const uploadId = await given.storage.createUpload(ana, { ...at, attributes: plain })
  const upload = { ...at, uploadId }
  return {
    upload,
    async part(partNumber: number, body: Buffer) {
      const stream = Readable.from([body])
      const part = { ...upload, partNumber, body: stream }
      const { etag } = await given.storage.uploadPart(ana, part)
      return { partNumber, etag }
    },
    complete: (parts: { partNumber: number; etag: string }[]) =>
      given.storage.completeUpload(ana, { ...upload, parts, conditions: {} }),
  }
}
