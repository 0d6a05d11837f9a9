import { openDuckdb, quotePath } from '../../../foundation/duckdb.ts'
import { currentSnapshot, type TableMetadata } from '../model/metadata.ts'
import { entriesOf, manifestsOf } from '../steps/manifests.ts'
import type { GivenCatalog } from './given-catalog.ts'

export interface RowName {
  id: number
  updatedAt: number
}

/** By delay, what rows of format 3 are called: read from the files as the specification says. */
export async function rowNames(
  given: Pick<GivenCatalog, 'storage'>,
  metadata: TableMetadata,
): Promise<Map<number, RowName>> {
  const names = new Map<number, RowName>()
  for (const manifest of await manifestsOf(given, metadata, currentSnapshot(metadata))) {
    if (manifest.content === 'deletes') continue
    for (const { file, sequenceNumber } of await entriesOf(given, metadata, manifest)) {
      await using local = await given.storage.localFile(file.location)
      await using duckdb = await openDuckdb({ paths: [local.path] })
      const from = `read_parquet(${quotePath(local.path)}, file_row_number = true)`
      for (const row of await duckdb.rows(`SELECT * FROM ${from}`)) {
        const id = row._row_id ?? Number(file.firstRowId) + Number(row.file_row_number)
        const updatedAt = row._last_updated_sequence_number ?? sequenceNumber
        names.set(Number(row.delay), { id: Number(id), updatedAt: Number(updatedAt) })
      }
    }
  }
  return names
}
