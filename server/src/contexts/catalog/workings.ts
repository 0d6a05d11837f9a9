import type { CatalogDeps } from './deps.ts'
import type { MetadataFiles } from './steps/metadata-files.ts'
import type { Turns } from './steps/turns.ts'

/** What catalog’s operations work with. */
export interface Workings extends CatalogDeps {
  files: MetadataFiles
  turns: Turns
}
