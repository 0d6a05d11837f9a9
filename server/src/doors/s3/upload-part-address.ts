import { invalidRequestArgument } from './errors.ts'
import { checksumOf } from './read-headers.ts'
import type { S3Request } from './request.ts'

export const PARTS_MAX = 10_000 // S3 User Guide, "Multipart upload limits".

export function uploadIdOf({ query }: S3Request): string {
  return query.get('uploadId') ?? ''
}

export function partAt(request: S3Request) {
  const { bucket, key, query } = request
  const text = query.get('partNumber') ?? ''
  const partNumber = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (partNumber < 1 || partNumber > PARTS_MAX)
    throw invalidRequestArgument({ name: 'partNumber', value: text })
  return { bucket, key, uploadId: uploadIdOf(request), partNumber }
}

export function bareChecksumOf(request: S3Request) {
  const checksum = checksumOf(request)
  return checksum && { algorithm: checksum.algorithm, value: checksum.value }
}
