import type { TableMetadata } from './metadata.ts'
import { within } from './table.ts'

/** Places, with closing slashes, of which files may be removed on behalf of a table. */
export interface Removable {
  /** What the table's metadata names may go there. */
  named: string[]
  /** What it does not name may go there too: engines wrote it for the table. */
  unnamed: string[]
}

/** Where engines are told to write. @see Iceberg, "Write properties", and `LocationProviders` */
const PATHS = [
  'write.data.path',
  'write.metadata.path',
  'write.object-storage.path',
  'write.folder-storage.path',
]

/**
 * Where `gc.enabled` is false nothing goes, as in Iceberg; of a table that took files over in
 * place, what was written for it still may. `whole`: all that lies at its location is the table's.
 */
export function removablePlaces(
  { location, properties }: Pick<TableMetadata, 'location' | 'properties'>,
  { adopted, whole }: { adopted: boolean; whole: boolean },
): Removable {
  const all = [`${location}/`]
  const own = [`${location}/data`, `${location}/metadata`]
  for (const name of PATHS) {
    const path = properties[name]?.replace(/\/+$/, '')
    const outside = !path || path === location || !within(location, path)
    if (!outside && !own.some((one) => within(one, path))) own.push(path)
  }
  const written = own.map((path) => `${path}/`)
  if (properties['gc.enabled'] !== 'false') return { named: all, unnamed: whole ? all : written }
  return adopted ? { named: written, unnamed: written } : { named: [], unnamed: [] }
}
