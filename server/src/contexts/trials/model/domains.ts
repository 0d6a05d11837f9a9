import type { Feed } from '../../ingestion/index.ts'
import type { Domain } from './charter.ts'

/** What the feed's contract says of its columns; it counts without being named by a charter. */
export function declaredDomains(feed: Pick<Feed, 'definition'> | undefined): Domain[] {
  const columns = feed?.definition.columns ?? []
  return columns
    .filter(({ min, max, oneOf }) => min !== undefined || max !== undefined || oneOf !== undefined)
    .map(({ name: column, min, max, oneOf }) => ({
      column,
      ...(min !== undefined && { min }),
      ...(max !== undefined && { max }),
      ...(oneOf !== undefined && { oneOf }),
    }))
}
