import type { CatalogDeps } from './deps.ts'
import type { MetadataFiles, ViewFiles } from './steps/metadata-files.ts'
import type { Turns } from './steps/turns.ts'

/** What catalog’s operations work with. */
export interface Workings extends CatalogDeps {
  files: MetadataFiles
  viewFiles: ViewFiles
  turns: Turns
}
