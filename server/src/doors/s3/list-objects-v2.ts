import { field, xmlAnswer } from './answer.ts'
import { invalidRequestArgument } from './errors.ts'
import { ownerOf, writerOf } from './listing.ts'
import { after, commonFields, entryXml, LISTING, optionsOf } from './object-listing.ts'
import type { S3Operation } from './operation.ts'

export const listObjectsV2: S3Operation = {
  name: 'ListObjectsV2',
  method: 'GET',
  on: 'bucket',
  query: ['list-type'],
  parameters: [...LISTING, 'continuation-token', 'fetch-owner', 'start-after'],
  async run({ storage }, request) {
    const { caller, bucket, query } = request
    if (query.get('list-type') !== '2')
      throw invalidRequestArgument({ name: 'list-type', value: query.get('list-type') ?? '' })
    const token = query.get('continuation-token')
    const startAfter = query.get('start-after')
    const options = optionsOf(request)
    const from = !token ? after(startAfter ?? '') : positionOf(token)
    const listed = await storage.listObjects(caller, { bucket, from, ...options })
    const { accountId, entries, next } = listed
    const { write } = writerOf(request)
    const owner = query.get('fetch-owner') === 'true' ? ownerOf(accountId) : ''
    return xmlAnswer(
      'ListBucketResult',
      [
        ...commonFields(request, options),
        field('KeyCount', entries.length),
        field('StartAfter', startAfter === undefined ? undefined : write(startAfter)),
        field('ContinuationToken', token),
        field('NextContinuationToken', next === undefined ? undefined : tokenOf(next)),
        field('IsTruncated', next !== undefined),
        ...entries.map((entry) => entryXml(entry, write, owner)),
      ].join(''),
    )
  },
}

export function tokenOf(position: string): string {
  return Buffer.from(position).toString('base64url')
}

export function positionOf(token: string): string {
  const position = Buffer.from(token, 'base64url').toString()
  if (token === '' || position.includes('\0') || tokenOf(position) !== token)
    throw invalidRequestArgument({ name: 'continuation-token', value: token })
  return position
}
