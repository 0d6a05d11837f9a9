import { invalidRequest } from './errors.ts'

interface Paged {
  NextToken?: string | undefined
  MaxResults?: number | undefined
}

const PAGE_SIZE_MAX = 1000 // Lake Formation API: MaxResults.

/** One page of a list that is in memory; the token is the place where the next one begins. */
export function page<One>(
  rows: readonly One[],
  { NextToken, MaxResults }: Paged,
): { rows: One[]; token: { NextToken?: string } } {
  const from = NextToken ? Number(Buffer.from(NextToken, 'base64url').toString()) : 0
  if (!Number.isSafeInteger(from) || from < 0) throw invalidRequest({ reason: 'Invalid NextToken' })
  const size = MaxResults ?? PAGE_SIZE_MAX
  if (!Number.isInteger(size) || size < 1 || size > PAGE_SIZE_MAX)
    throw invalidRequest({ reason: `MaxResults must be 1 to ${PAGE_SIZE_MAX}` })
  const to = from + size
  const token = to < rows.length ? Buffer.from(String(to)).toString('base64url') : undefined
  return { rows: rows.slice(from, to), token: token === undefined ? {} : { NextToken: token } }
}
