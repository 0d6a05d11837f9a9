import type { Sql } from '../../../foundation/sql.ts'
import { invalidPartNumber } from '../errors.ts'
import type { ByteRange, PartChecksum, StoredObject } from '../model/object.ts'
import { partFacts } from '../store/parts.ts'

/** What is told of a part beside its bytes. */
export interface PartRead {
  partsCount: number
  checksum?: PartChecksum
}

/** @throws storage.invalid-part-number @see S3 `GetObject`, "partNumber" */
export async function rangeOfPart(
  sql: Sql,
  { content, sizeBytes }: Pick<StoredObject, 'content' | 'sizeBytes'>,
  partNumber: number,
): Promise<{ range: ByteRange; part?: PartRead }> {
  if (content.kind !== 'parts') {
    if (partNumber !== 1) throw invalidPartNumber({ partNumber })
    return { range: { start: 0, end: sizeBytes - 1 } }
  }
  const parts = await partFacts(sql, content.uploadId)
  // Parts are counted as the object has them, whatever numbers they were uploaded under.
  const part = parts[partNumber - 1]
  if (!part) throw invalidPartNumber({ partNumber })
  const start = parts.slice(0, partNumber - 1).reduce((sum, one) => sum + one.sizeBytes, 0)
  const { checksum } = part
  return {
    range: { start, end: start + part.sizeBytes - 1 },
    part: { partsCount: parts.length, ...(checksum ? { checksum } : {}) },
  }
}
