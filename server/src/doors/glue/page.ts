const PAGE_SIZE_MAX = 100 // Glue API: GetTables and GetDatabases answer at most 100.

export function pageOf(request: {
  NextToken?: string | undefined
  MaxResults?: number | undefined
}) {
  const { NextToken, MaxResults } = request
  return {
    size: Math.min(MaxResults ?? PAGE_SIZE_MAX, PAGE_SIZE_MAX),
    ...(NextToken ? { token: NextToken } : {}),
  }
}
