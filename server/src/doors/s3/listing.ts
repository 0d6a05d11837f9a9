import { field, group } from './answer.ts'
import { invalidRequestArgument } from './errors.ts'
import type { S3Request } from './request.ts'

export const ENTRIES_MAX = 1000
export const COUNT = { otherwise: ENTRIES_MAX, min: 1, max: 2 ** 31 - 1 }

/** Keys as they are, or percent-encoded for clients whose XML cannot hold every character. */
export function writerOf({ query }: S3Request): {
  encoding: string | undefined
  write(key: string): string
} {
  const encoding = query.get('encoding-type')
  if (encoding !== undefined && encoding !== 'url')
    throw invalidRequestArgument({ name: 'encoding-type', value: encoding })
  const encode = (key: string) => encodeURIComponent(key).replaceAll('%2F', '/')
  return { encoding, write: encoding === undefined ? (key) => key : encode }
}

export function ownerOf(accountId: string): string {
  return group('Owner', field('ID', accountId), field('DisplayName', accountId))
}
