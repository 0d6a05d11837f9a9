import { randomUUID } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { TableFile } from '../model/manifest.ts'
import type { TableMetadata } from '../model/metadata.ts'
import type { GivenCatalog } from './given-catalog.ts'

export interface Position {
  location: string
  pos: number
}

/** By data file, the positions that an engine has deleted. */
export type Vectors = Map<string, Set<number>>

/** One Puffin file of all vectors of a table, with these positions beside those of before. */
export async function vectorsOf(
  { storage }: Pick<GivenCatalog, 'storage'>,
  base: TableMetadata,
  { vectors, found }: { vectors: Vectors; found: readonly Position[] },
): Promise<TableFile[]> {
  for (const { location, pos } of found)
    vectors.set(location, (vectors.get(location) ?? new Set()).add(pos))
  const blobs = [...vectors].map(([referencedFile, positions]) => ({
    ...{ referencedFile, recordCount: positions.size },
    bytes: vectorBlob([...positions].sort((one, other) => one - other)),
  }))
  const location = `${base.location}/data/${randomUUID()}.puffin`
  const whole = Buffer.concat([Buffer.from('PFA1'), ...blobs.map(({ bytes }) => bytes)])
  await storage.write(location, whole)
  let offset = 4
  return blobs.map(({ referencedFile, recordCount, bytes }): TableFile => {
    const blob = { offset, sizeBytes: bytes.length }
    offset += bytes.length
    return {
      ...{ content: 'position-deletes', format: 'PUFFIN', specId: 0, partition: new Map() },
      ...{ location, sizeBytes: whole.length, recordCount, referencedFile, blob },
    }
  })
}

/** @see Iceberg Puffin spec, "deletion-vector-v1", and the Roaring format specification */
function vectorBlob(positions: readonly number[]): Buffer {
  const body = Buffer.alloc(36 + 2 * positions.length)
  body.write('d1d33964', 'hex')
  body.writeBigUInt64LE(1n, 4) // One bitmap, of the upper half 0, of one container.
  body.writeUInt32LE(12346, 16)
  body.writeUInt32LE(1, 20)
  body.writeUInt16LE(positions.length - 1, 26)
  body.writeUInt32LE(16, 28)
  for (const [at, position] of positions.entries()) body.writeUInt16LE(position, 32 + 2 * at)
  const used = body.subarray(0, 32 + 2 * positions.length)
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(used.length)
  sum.writeUInt32BE(crc32(used))
  return Buffer.concat([length, used, sum])
}
