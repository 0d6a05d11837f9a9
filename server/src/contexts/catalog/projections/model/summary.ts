import type { TableFile } from '../../model/manifest.ts'
import type { Snapshot } from '../../model/metadata.ts'

export interface Totals {
  records: number
  files: number
  sizeBytes: number
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
  const sum = (key: keyof Totals) => all.reduce((total, one) => total + one[key], 0)
  return { records: sum('records'), files: sum('files'), sizeBytes: sum('sizeBytes') }
}

/** What readers learn of a commit: its kind, and totals of what they may read. */
export function openSummary({ summary }: Snapshot, totals: Totals): Record<string, string> {
  return {
    operation: OPERATIONS.includes(summary.operation) ? String(summary.operation) : 'overwrite',
    'total-records': String(totals.records),
    'total-data-files': String(totals.files),
    'total-files-size': String(totals.sizeBytes),
    'total-delete-files': '0',
  }
}
