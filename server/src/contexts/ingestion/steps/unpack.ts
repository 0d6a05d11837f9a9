import { posix } from 'node:path'
import { decodeFile } from '../content/decode.ts'
import { takeTrailer } from '../content/trailer.ts'
import type { IngestionDeps } from '../deps.ts'
import { integrityFailed } from '../errors.ts'
import type { ConnectionSecret } from '../model/connection.ts'
import { type Finding, wholeFinding } from '../model/finding.ts'
import type { Format } from '../model/format.ts'
import type { Feed } from '../model/ledger.ts'

const UNSIGNED = 'the agreement wants signed files, and the feed does not decode "pgp"'

/** Formats that are no text. */
const BINARY: readonly Format['kind'][] = ['parquet', 'avro', 'xlsx']

export interface Unpacked {
  /** Why the content is not there. */
  damage?: Finding
  /** How many rows the file says that it holds. */
  promisedRows?: number
}

/** The content of a landed file, without its layers and its trailer; a text is UTF-8. */
export async function unpack(
  deps: IngestionDeps,
  feed: Feed,
  given: { landingLocation: string; contentPath: string; keys: ConnectionSecret },
): Promise<Unpacked> {
  const { decode: chain, dialect, format, complete } = feed.definition
  const encoding = BINARY.includes(format.kind) ? 'utf-8' : dialect.encoding
  const { landingLocation, contentPath, keys } = given
  if (keys.pgpSigners !== undefined && !chain.includes('pgp'))
    return { damage: wholeFinding('integrity', UNSIGNED) }
  await using landed = await deps.storage.localFile(landingLocation)
  const name = posix.basename(landingLocation)
  try {
    await decodeFile({ name, from: landed.path, to: contentPath, chain, keys, encoding })
  } catch (error) {
    if (!integrityFailed.matches(error)) throw error
    return { damage: wholeFinding('integrity', (error as Error).message) }
  }
  if (complete.rule !== 'trailer') return {}
  const promisedRows = await takeTrailer(contentPath, complete.line)
  if (promisedRows !== undefined) return { promisedRows }
  return { damage: wholeFinding('integrity', `its last line is no "${complete.line}"`) }
}
