import { open } from 'node:fs/promises'
import type { Storage } from '../../storage/index.ts'

const MAGIC = 'PAR1' // Apache Parquet, "File Format".
const TAIL_BYTES = 8
const FOOTER_BYTES_MAX = 64 << 20

/** Why a file is not taken over. */
export interface Skipped {
  skipped: string
}

/**
 * Writes the footer of a Parquet object to `path`, at its place in a file that is otherwise a hole:
 * DuckDB reads no more of it than that, and the object is not copied.
 */
export async function readFooter(
  storage: Pick<Storage, 'read'>,
  { location, sizeBytes }: { location: string; sizeBytes: number },
  path: string,
): Promise<Skipped | undefined> {
  if (sizeBytes === 0) return { skipped: 'it is empty' }
  if (sizeBytes < MAGIC.length + TAIL_BYTES) return { skipped: 'it is not Parquet' }
  const last = async (bytes: number) => {
    const range = { start: sizeBytes - bytes, end: sizeBytes - 1 }
    return Buffer.concat(await (await storage.read(location, range)).toArray())
  }
  const tail = await last(TAIL_BYTES)
  const magic = tail.subarray(4).toString('latin1')
  if (magic === 'PARE') return { skipped: 'it is encrypted' }
  if (magic !== MAGIC) return { skipped: 'it is not Parquet' }
  const footerBytes = tail.readUInt32LE(0) + TAIL_BYTES
  if (footerBytes > sizeBytes) return { skipped: 'its end is torn' }
  if (footerBytes > FOOTER_BYTES_MAX) return { skipped: 'its footer is larger than 64 MiB' }
  const footer = await last(footerBytes)
  const file = await open(path, 'w', 0o600)
  try {
    await file.write(footer, 0, footer.length, sizeBytes - footer.length)
  } finally {
    await file.close()
  }
  return undefined
}
