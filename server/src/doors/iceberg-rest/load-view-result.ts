import type { LoadedView } from '../../contexts/catalog/index.ts'

/** `LoadViewResult` of the specification; a view has no files that a client must reach. */
export function viewResult({ view, metadata }: LoadedView) {
  return { 'metadata-location': view.metadataLocation, metadata, config: {} }
}
