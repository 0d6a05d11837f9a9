import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { DomainError } from '../../../foundation/errors.ts'
import type { Storage } from '../../storage/index.ts'
import { metadataMissing, unreadableFile } from '../errors.ts'
import { stringifyLossless } from '../model/lossless-json.ts'
import { parseMetadata, type TableMetadata } from '../model/metadata.ts'
import { parseViewMetadata, type ViewMetadata } from '../model/view.ts'
import { metadataText } from './metadata-text.ts'

/** Metadata files never change, so those read lately are kept; nobody may alter the answers. */
export interface DocumentFiles<Document> {
  /** @throws catalog.unreadable-file, catalog.metadata-missing */
  read(location: string): Promise<Document>
  /** As it is now: somebody else wrote it, and may yet write it anew. */
  readForeign(location: string): Promise<Document>
  /** Is the file there still, however well it is known? @throws catalog.metadata-missing */
  demandThere(location: string): Promise<void>
  /** At a location that nobody else can have chosen. */
  write(location: string, metadata: Document): Promise<void>
}

export type MetadataFiles = DocumentFiles<TableMetadata>
export type ViewFiles = DocumentFiles<ViewMetadata>

interface Form<Document> {
  parse(text: string): Document
  /** What stands in the file. */
  written(metadata: Document): string
  keptLettersMax: number
}

type Reading = Pick<Storage, 'readAll' | 'stat' | 'write'>

export function createMetadataFiles(storage: Reading): MetadataFiles {
  const keptLettersMax = 64 << 20
  return createFiles(storage, { parse: parseMetadata, written: metadataText, keptLettersMax })
}

export function createViewFiles(storage: Reading): ViewFiles {
  const form = { parse: parseViewMetadata, written: stringifyLossless, keptLettersMax: 8 << 20 }
  return createFiles<ViewMetadata>(storage, form)
}

function createFiles<Document>(
  storage: Reading,
  { parse, written, keptLettersMax }: Form<Document>,
): DocumentFiles<Document> {
  const kept = new Map<string, { metadata: Document; letters: number }>()
  const sum = { letters: 0 }
  const keep = (location: string, metadata: Document, letters: number) => {
    sum.letters += letters - (kept.get(location)?.letters ?? 0)
    kept.delete(location)
    kept.set(location, { metadata, letters })
    for (const [oldest, { letters: freed }] of kept) {
      if (sum.letters <= keptLettersMax) break
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
      const text = await textOf(storage, location)
      const metadata = parsed(location, () => parse(text))
      keep(location, metadata, text.length)
      return metadata
    },
    async readForeign(location) {
      const text = await textOf(storage, location)
      return parsed(location, () => parse(text))
    },
    async demandThere(location) {
      if (await storage.stat(location)) return
      sum.letters -= kept.get(location)?.letters ?? 0
      kept.delete(location)
      throw metadataMissing({ location })
    },
    async write(location, metadata) {
      const text = written(metadata)
      const bytes = Buffer.from(text, 'utf8')
      await storage.write(location, bytes, { contentType: 'application/json' })
      keep(location, metadata, text.length)
    },
  }
}

const GZIP = Buffer.from([0x1f, 0x8b])
const METADATA_BYTES_MAX = 256 << 20

/** Engines may be told to compress the metadata files that they write. */
async function textOf(storage: Pick<Storage, 'readAll'>, location: string): Promise<string> {
  const bytes = await storage.readAll(location).catch((error: unknown) => {
    const gone = error instanceof DomainError && error.kind === 'not-found'
    throw gone ? metadataMissing({ location }, { cause: error }) : error
  })
  if (!bytes.subarray(0, 2).equals(GZIP)) return bytes.toString('utf8')
  try {
    const options = { maxOutputLength: METADATA_BYTES_MAX }
    return (await promisify(gunzip)(bytes, options)).toString('utf8')
  } catch (error) {
    throw unreadableFile({ location, reason: 'it is not compressed well' }, { cause: error })
  }
}

function parsed<Document>(location: string, parse: () => Document): Document {
  try {
    return parse()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw unreadableFile({ location, reason }, { cause: error })
  }
}
