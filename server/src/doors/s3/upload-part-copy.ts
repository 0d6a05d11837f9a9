import { checksumField, field, xmlAnswer } from './answer.ts'
import { invalidRequestArgument } from './errors.ts'
import type { S3Operation } from './operation.ts'
import { copySourceOf, readConditionsOf } from './read-headers.ts'
import { partAt } from './upload-part-address.ts'
import { sourceVersionHeaders } from './versions.ts'

export const uploadPartCopy: S3Operation = {
  name: 'UploadPartCopy',
  method: 'PUT',
  on: 'object',
  query: ['partNumber', 'uploadId'],
  header: 'x-amz-copy-source',
  async run({ storage }, request) {
    const { caller, headers } = request
    const sourceRange = sourceRangeOf(headers['x-amz-copy-source-range'])
    const { part, sourceVersionId } = await storage.copyPart(caller, {
      ...partAt(request),
      source: copySourceOf(String(headers['x-amz-copy-source'])),
      sourceConditions: readConditionsOf(headers, 'x-amz-copy-source-'),
      ...(sourceRange ? { sourceRange } : {}),
    })
    const answer = xmlAnswer(
      'CopyPartResult',
      field('LastModified', part.modifiedAt) +
        field('ETag', `"${part.etag}"`) +
        checksumField(part.checksum),
    )
    return { ...answer, headers: { ...answer.headers, ...sourceVersionHeaders(sourceVersionId) } }
  },
}

function sourceRangeOf(text: string | string[] | undefined) {
  if (text === undefined) return undefined
  const match = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(String(text))
  const [start, end] = [Number(match?.[1]), Number(match?.[2])]
  if (!match || end < start)
    throw invalidRequestArgument({ name: 'x-amz-copy-source-range', value: String(text) })
  return { start, end }
}
