import type { TableFile } from '../../model/manifest.ts'
import type { Snapshot } from '../../model/metadata.ts'

export interface Totals {
  records: number
  files: number
  sizeBytes: number
  /** What its commit brought; unknown of snapshots that were made before this was counted. */
  added?: { files: number; records: number }
}

const OPERATIONS: readonly (string | undefined)[] = ['append', 'replace', 'overwrite', 'delete']

export function totalsOf(files: readonly TableFile[]): Totals {
  return {
    records: files.reduce((sum, { recordCount }) => sum + recordCount, 0),
    files: files.length,
    sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  }
}

export function totalsSum(all: readonly Totals[]): Totals {
  const sum = (key: 'records' | 'files' | 'sizeBytes') =>
    all.reduce((total, one) => total + one[key], 0)
  return { records: sum('records'), files: sum('files'), sizeBytes: sum('sizeBytes') }
}

/** What readers learn of a commit: its kind, and counts of what they may read. */
export function openSummary({ summary }: Snapshot, totals: Totals): Record<string, string> {
  const { added } = totals
  return {
    operation: OPERATIONS.includes(summary.operation) ? String(summary.operation) : 'overwrite',
    ...(added && { 'added-data-files': String(added.files) }),
    ...(added && { 'added-records': String(added.records) }),
    'total-records': String(totals.records),
    'total-data-files': String(totals.files),
    'total-files-size': String(totals.sizeBytes),
    'total-delete-files': '0',
  }
}
