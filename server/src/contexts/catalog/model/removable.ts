import type { TableMetadata } from './metadata.ts'

/**
 * The places, with closing slashes, of which files may be removed on behalf of a table. Where
 * `gc.enabled` is false nothing goes, as in Iceberg; of a table that took files over in place, what
 * was written for it still may, and setting `gc.enabled` to true gives it all of its location.
 */
export function removablePlaces(
  { location, properties }: Pick<TableMetadata, 'location' | 'properties'>,
  { adopted }: { adopted: boolean },
): string[] {
  if (properties['gc.enabled'] !== 'false') return [`${location}/`]
  return adopted ? [`${location}/data/`, `${location}/metadata/`] : []
}
