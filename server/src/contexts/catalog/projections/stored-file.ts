import type { TableFile } from '../model/manifest.ts'
import type { ManifestFile } from '../model/manifest-list.ts'
import type { Value } from '../model/transform.ts'
import type { StoredManifest } from '../store/projection-history.ts'
import type { StoredFile } from '../store/projections.ts'
import type { Group } from './model/plan.ts'
import type { Totals } from './model/summary.ts'

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

export function toStoredManifest(
  manifest: ManifestFile & { sequenceNumber: number; minSequenceNumber: number },
  totals: Totals,
): StoredManifest {
  const { content: _data, deletedFiles: _files, deletedRows: _rows, ...facts } = manifest
  return {
    ...facts,
    addedSnapshotId: manifest.addedSnapshotId.toString(),
    partitions: (manifest.partitions ?? []).map(({ containsNull, containsNan, ...bounds }) => ({
      containsNull,
      containsNan: containsNan ?? false,
      ...(bounds.lower ? { lower: bounds.lower.toString('base64') } : {}),
      ...(bounds.upper ? { upper: bounds.upper.toString('base64') } : {}),
    })),
    totals,
  }
}

export function fromStoredManifest({ totals: _totals, ...stored }: StoredManifest): ManifestFile {
  return {
    ...stored,
    content: 'data',
    addedSnapshotId: BigInt(stored.addedSnapshotId),
    deletedFiles: 0,
    deletedRows: 0,
    partitions: stored.partitions.map(({ lower, upper, ...summary }) => ({
      ...summary,
      ...(lower === undefined ? {} : { lower: Buffer.from(lower, 'base64') }),
      ...(upper === undefined ? {} : { upper: Buffer.from(upper, 'base64') }),
    })),
  }
}
