import type { CatalogDeps } from './deps.ts'
import {
  createMetadataFiles,
  createViewFiles,
  type MetadataFiles,
  type ViewFiles,
} from './steps/metadata-files.ts'
import { createTurns, type Turns } from './steps/turns.ts'
import { createSwaps, type Swaps } from './store/swaps.ts'

/** What catalog’s operations work with. */
export interface Workings extends CatalogDeps {
  files: MetadataFiles
  viewFiles: ViewFiles
  turns: Turns
  swaps: Swaps
}

export function workingsOf(deps: CatalogDeps): Workings {
  return {
    ...deps,
    files: createMetadataFiles(deps.storage),
    viewFiles: createViewFiles(deps.storage),
    turns: createTurns(),
    swaps: createSwaps(deps.sql),
  }
}
