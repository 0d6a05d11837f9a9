import { invalidInput } from './errors.ts'

const PAGE_SIZE_MAX = 100 // Glue API: GetTables and GetDatabases answer at most 100.

export function pageOf(request: {
  NextToken?: string | undefined
  MaxResults?: number | undefined
}) {
  const { NextToken, MaxResults } = request
  return {
    size: pageSize(MaxResults, PAGE_SIZE_MAX),
    ...(NextToken ? { token: NextToken } : {}),
  }
}

/** All of a page where nothing is asked. @throws glue.invalid-input */
export function pageSize(asked: number | undefined, max: number): number {
  if (asked === undefined) return max
  if (!Number.isInteger(asked) || asked < 1 || asked > max)
    throw invalidInput({ reason: `MaxResults must be 1 to ${max}` })
  return asked
}
