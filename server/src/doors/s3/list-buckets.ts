import { field, group, xmlAnswer } from './answer.ts'
import type { S3Operation } from './operation.ts'

export const listBuckets: S3Operation = {
  name: 'ListBuckets',
  method: 'GET',
  on: 'service',
  async run({ storage }, { caller, query }) {
    const prefix = query.get('prefix') ?? ''
    const all = await storage.listBuckets(caller)
    const buckets = all.filter(({ name }) => name.startsWith(prefix))
    return xmlAnswer(
      'ListAllMyBucketsResult',
      group('Owner', field('ID', caller.accountId), field('DisplayName', caller.accountId)) +
        group(
          'Buckets',
          ...buckets.map(({ name, createdAt }) =>
            group('Bucket', field('Name', name), field('CreationDate', createdAt)),
          ),
        ),
    )
  },
}
