import { randomBytes } from 'node:crypto'
import { deflateRawSync, inflateRawSync, zstdDecompressSync } from 'node:zlib'
import avro from 'avsc'
import { brokenContainer } from '../errors.ts'

/**
 * Avro object container files. The header is written here, not by avsc, which drops the field ids
 * that Iceberg puts into the schema. Longs are `bigint` in and out.
 *
 * @see Apache Avro specification, "Object Container Files"
 */

export type AvroSchema = string | { [key: string]: unknown } | AvroSchema[]

const MAGIC = Buffer.from('Obj\u0001', 'latin1')
const SYNC_LENGTH = 16
const DECOMPRESSED_BYTES_MAX = 1 << 30

export function writeContainer(
  schema: AvroSchema,
  records: readonly unknown[],
  metadata: Record<string, string>,
): Buffer {
  const type = typeOf(schema)
  const header = { 'avro.schema': JSON.stringify(schema), 'avro.codec': 'deflate', ...metadata }
  const sync = randomBytes(SYNC_LENGTH)
  const parts = [MAGIC, headerOf(header), sync]
  if (records.length > 0) {
    const block = deflateRawSync(Buffer.concat(records.map((record) => type.toBuffer(record))))
    parts.push(varint(records.length), varint(block.length), block, sync)
  }
  return Buffer.concat(parts)
}

function headerOf(metadata: Record<string, string>): Buffer {
  const entries = Object.entries(metadata)
  const pairs = entries.flatMap(([key, value]) => [withLength(key), withLength(value)])
  return Buffer.concat([varint(entries.length), ...pairs, varint(0)])
}

function withLength(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8')
  return Buffer.concat([varint(bytes.length), bytes])
}

export interface Container {
  schema: AvroSchema
  metadata: Record<string, string>
  records: unknown[]
}

/** @throws catalog.broken-container when the bytes are not a container that can be read whole */
export function readContainer(bytes: Buffer): Container {
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC))
    throw brokenContainer({ reason: 'it is not an Avro container' })
  const reader = { bytes, at: MAGIC.length }
  const metadata = readHeader(reader)
  const schema = JSON.parse(metadata['avro.schema'] ?? 'null') as AvroSchema
  const type = typeOf(schema)
  const sync = readBytes(reader, SYNC_LENGTH)
  const records: unknown[] = []
  while (reader.at < bytes.length) {
    const count = readVarint(reader)
    const block = decompressed(readBytes(reader, readVarint(reader)), metadata['avro.codec'])
    if (!readBytes(reader, SYNC_LENGTH).equals(sync))
      throw brokenContainer({ reason: 'a block is torn' })
    let offset = 0
    for (let index = 0; index < count; index += 1) {
      const decoded = type.decode(block, offset)
      if (decoded.offset < 0) throw brokenContainer({ reason: 'a record is cut short' })
      records.push(decoded.value)
      offset = decoded.offset
    }
  }
  return { schema, metadata, records }
}

function decompressed(block: Buffer, codec = 'null'): Buffer {
  const options = { maxOutputLength: DECOMPRESSED_BYTES_MAX }
  if (codec === 'null') return block
  if (codec === 'deflate') return inflateRawSync(block, options)
  if (codec === 'zstandard') return zstdDecompressSync(block, options)
  throw brokenContainer({ reason: `Avro codec "${codec}" is unknown` })
}

interface Reader {
  bytes: Buffer
  at: number
}

function readHeader(reader: Reader): Record<string, string> {
  const metadata: Record<string, string> = Object.create(null)
  for (let count = readVarint(reader); count !== 0; count = readVarint(reader)) {
    if (count < 0) readVarint(reader) // A negative count is followed by the size of the block.
    for (let index = 0; index < Math.abs(count); index += 1) {
      const key = readBytes(reader, readVarint(reader)).toString('utf8')
      metadata[key] = readBytes(reader, readVarint(reader)).toString('utf8')
    }
  }
  return metadata
}

function readBytes(reader: Reader, length: number): Buffer {
  const end = reader.at + length
  if (length < 0 || end > reader.bytes.length) throw brokenContainer({ reason: 'it is cut short' })
  const bytes = reader.bytes.subarray(reader.at, end)
  reader.at = end
  return bytes
}

function readVarint(reader: Reader): number {
  let value = 0
  let factor = 1
  for (;;) {
    const byte = readBytes(reader, 1)[0] as number
    value += (byte & 0x7f) * factor
    factor *= 128
    if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value >= 0 ? value * 2 : -value * 2 - 1
  while (rest >= 0x80) {
    bytes.push((rest % 128) | 0x80)
    rest = Math.floor(rest / 128)
  }
  return Buffer.from([...bytes, rest])
}

function typeOf(schema: AvroSchema): avro.Type {
  return avro.Type.forSchema(
    schema as avro.Schema,
    {
      registry: { long: longType() },
      wrapUnions: false,
    } as Partial<avro.ForSchemaOptions>,
  )
}

function longType(): avro.Type {
  return avro.types.LongType.__with({
    fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
    toBuffer: (value: bigint) => {
      const bytes = Buffer.alloc(8)
      bytes.writeBigInt64LE(value)
      return bytes
    },
    fromJSON: BigInt,
    toJSON: String,
    isValid: (value: unknown) => typeof value === 'bigint',
    compare: (one: bigint, other: bigint) => (one < other ? -1 : one > other ? 1 : 0),
  })
}
