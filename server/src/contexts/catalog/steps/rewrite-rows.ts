import type { ReplacedRows } from '../model/face.ts'
import type { ManifestEntry, TableFile } from '../model/manifest.ts'
import type { TableMetadata } from '../model/metadata.ts'
import { reachedBy } from '../projections/model/deletes.ts'
import type { Workings } from '../workings.ts'
import { holds, mayHold } from './erase-rows.ts'
import { type Rebuilt, rebuildFile } from './rebuild-file.ts'

/** Files without the replaced rows, by what they were made of: the same for every attempt. */
export type Thinned = Map<string, TableFile | undefined>

/**
 * A file that holds replaced rows beside others is written anew without them, each row with its id:
 * format 1 has no deletes, and format 3 takes no position deletes. `undefined` where the file has
 * none of them.
 */
export async function rewriteRows(
  deps: Pick<Workings, 'storage'>,
  metadata: TableMetadata,
  { of, rows, known }: { of: Rebuilt; rows: ReplacedRows; known: Thinned },
): Promise<{ file: TableFile | undefined } | undefined> {
  const { file } = of.entry
  if (!mayHold(file, rows)) return undefined
  const key = keyOf(of)
  if (known.has(key)) return { file: known.get(key) }
  if (!(await holds(deps, metadata, { file, rows }))) return undefined
  const made = await rebuildFile(deps, metadata, { from: [of], without: rows })
  known.set(key, made)
  return { file: made }
}

function keyOf({ entry, deletes }: { entry: ManifestEntry; deletes: Rebuilt['deletes'] }): string {
  const { positions, equality } = reachedBy(deletes)
  return JSON.stringify([entry.file.location, entry.file.firstRowId, positions, equality])
}
