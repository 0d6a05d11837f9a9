import { field, group, xmlAnswer } from './answer.ts'
import { positionOf, tokenOf } from './list-objects-v2.ts'
import { ownerOf } from './listing.ts'
import type { S3Operation } from './operation.ts'
import { numberOf } from './read-headers.ts'

const BUCKETS_MAX = 10_000 // API Reference, ListBuckets.

export const listBuckets: S3Operation = {
  name: 'ListBuckets',
  method: 'GET',
  on: 'service',
  parameters: ['max-buckets', 'continuation-token', 'prefix', 'bucket-region'],
  async run({ storage, region }, { caller, query }) {
    const prefix = query.get('prefix')
    const token = query.get('continuation-token')
    const asked = { otherwise: BUCKETS_MAX, min: 1, max: BUCKETS_MAX }
    const { buckets, truncated } = await storage.listBuckets(caller, {
      prefix: prefix ?? '',
      after: token ? positionOf(token) : '',
      bucketsMax: numberOf(query, 'max-buckets', asked),
    })
    const last = truncated ? buckets.at(-1) : undefined
    return xmlAnswer(
      'ListAllMyBucketsResult',
      [
        ownerOf(caller.accountId),
        group(
          'Buckets',
          ...buckets.map(({ name, createdAt }) =>
            group(
              'Bucket',
              field('Name', name),
              field('CreationDate', createdAt),
              field('BucketRegion', region),
            ),
          ),
        ),
        field('Prefix', prefix),
        field('ContinuationToken', last && tokenOf(last.name)),
      ].join(''),
    )
  },
}
