import { field, xmlAnswer } from './answer.ts'
import { ownerOf, writerOf } from './listing.ts'
import { afterMarker, commonFields, entryXml, LISTING, optionsOf } from './object-listing.ts'
import type { S3Operation } from './operation.ts'

export const listObjects: S3Operation = {
  name: 'ListObjects',
  method: 'GET',
  on: 'bucket',
  parameters: [...LISTING, 'marker'],
  async run({ storage }, request) {
    const { caller, bucket, query } = request
    const marker = query.get('marker') ?? ''
    const options = optionsOf(request)
    const from = afterMarker(marker, options)
    const { accountId, entries, next } = await storage.listObjects(caller, {
      bucket,
      from,
      ...options,
    })
    const { write } = writerOf(request)
    const last = entries.at(-1)
    const nextMarker = last?.kind === 'prefix' ? last.prefix : last?.key
    return xmlAnswer(
      'ListBucketResult',
      [
        ...commonFields(request, options),
        field('Marker', write(marker)),
        next !== undefined && nextMarker !== undefined
          ? field('NextMarker', write(nextMarker))
          : '',
        field('IsTruncated', next !== undefined),
        ...entries.map((entry) => entryXml(entry, write, ownerOf(accountId))),
      ].join(''),
    )
  },
}
