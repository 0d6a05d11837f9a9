import type { TableFile } from '../model/manifest.ts'
import type { Value } from '../model/transform.ts'
import type { StoredFile } from '../store/projections.ts'
import type { Group } from './model/plan.ts'

export function toStored(file: TableFile): StoredFile {
  const texts = (bounds: TableFile['lowerBounds']) =>
    [...(bounds ?? [])].map(([id, bytes]): [number, string] => [id, bytes.toString('base64')])
  return {
    location: file.location,
    recordCount: file.recordCount,
    sizeBytes: file.sizeBytes,
    columnSizes: [...(file.columnSizes ?? [])],
    valueCounts: [...(file.valueCounts ?? [])],
    nullCounts: [...(file.nullCounts ?? [])],
    lowerBounds: texts(file.lowerBounds),
    upperBounds: texts(file.upperBounds),
  }
}

export function fromStored(stored: StoredFile, { spec, entries }: Group): TableFile {
  const bytes = (texts: StoredFile['lowerBounds']) =>
    new Map(texts.map(([id, text]) => [id, Buffer.from(text, 'base64')]))
  const partition = entries[0]?.file.partition
  return {
    content: 'data',
    location: stored.location,
    format: 'PARQUET',
    specId: spec['spec-id'],
    partition: new Map(
      spec.fields.map((field): [number, Value | null] => [
        field['field-id'],
        partition?.get(field['field-id']) ?? null,
      ]),
    ),
    recordCount: stored.recordCount,
    sizeBytes: stored.sizeBytes,
    columnSizes: new Map(stored.columnSizes),
    valueCounts: new Map(stored.valueCounts),
    nullCounts: new Map(stored.nullCounts),
    lowerBounds: bytes(stored.lowerBounds),
    upperBounds: bytes(stored.upperBounds),
  }
}
