import { remembered } from '../../../foundation/memory.ts'
import { stringifyLossless } from '../model/lossless-json.ts'
import { fileForm, type TableMetadata } from '../model/metadata.ts'

/** Metadata as JSON: written once for its file and all answers, for it grows with its snapshots. */
export const metadataText = remembered<TableMetadata, string>((metadata) =>
  stringifyLossless(fileForm(metadata)),
)
