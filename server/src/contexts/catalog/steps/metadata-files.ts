import type { Storage } from '../../storage/index.ts'
import { unreadableFile } from '../errors.ts'
import { stringifyLossless } from '../model/lossless-json.ts'
import { parseMetadata, type TableMetadata } from '../model/metadata.ts'

/** Metadata files never change, so those read lately are kept; nobody may alter the answers. */
export interface MetadataFiles {
  /** @throws catalog.unreadable-file */
  read(location: string): Promise<TableMetadata>
  write(location: string, metadata: TableMetadata): Promise<void>
}

const KEPT_LETTERS_MAX = 64 << 20

export function createMetadataFiles(storage: Pick<Storage, 'readAll' | 'write'>): MetadataFiles {
  const kept = new Map<string, { metadata: TableMetadata; letters: number }>()
  const sum = { letters: 0 }
  const keep = (location: string, metadata: TableMetadata, letters: number) => {
    sum.letters += letters - (kept.get(location)?.letters ?? 0)
    kept.delete(location)
    kept.set(location, { metadata, letters })
    for (const [oldest, { letters: freed }] of kept) {
      if (sum.letters <= KEPT_LETTERS_MAX) break
      kept.delete(oldest)
      sum.letters -= freed
    }
  }
  return {
    async read(location) {
      const known = kept.get(location)
      if (known) {
        keep(location, known.metadata, known.letters)
        return known.metadata
      }
      const text = (await storage.readAll(location)).toString('utf8')
      const metadata = parsed(location, text)
      keep(location, metadata, text.length)
      return metadata
    },
    async write(location, metadata) {
      const text = stringifyLossless(metadata)
      const options = { onlyIfAbsent: true, contentType: 'application/json' }
      await storage.write(location, Buffer.from(text, 'utf8'), options)
      keep(location, metadata, text.length)
    },
  }
}

function parsed(location: string, text: string): TableMetadata {
  try {
    return parseMetadata(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw unreadableFile({ location, reason }, { cause: error })
  }
}
