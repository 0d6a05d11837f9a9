import type { TableFile } from '../../model/manifest.ts'
import { currentSnapshot, type TableMetadata } from '../../model/metadata.ts'

/** What a snapshot without new rows says of itself. @see Iceberg spec, "Snapshot Summary" */
export function rewriteSummary(
  base: TableMetadata,
  change: {
    removed: readonly TableFile[]
    added: readonly TableFile[]
    deletes: readonly TableFile[]
  },
): Record<string, string> {
  const before = currentSnapshot(base)?.summary ?? {}
  const { removed, added, deletes } = change
  const sum = (files: readonly TableFile[], of: 'recordCount' | 'sizeBytes') =>
    files.reduce((total, file) => total + file[of], 0)
  const total = (name: string, more: number) =>
    String(Math.max(0, Number(before[name] ?? 0) + more))
  const kind = (content: TableFile['content']) => deletes.filter((one) => one.content === content)
  const sizes = sum(added, 'sizeBytes') - sum([...removed, ...deletes], 'sizeBytes')
  const gone = (content: TableFile['content']) => -sum(kind(content), 'recordCount')
  return {
    operation: 'replace',
    'added-data-files': String(added.length),
    'deleted-data-files': String(removed.length),
    'added-records': String(sum(added, 'recordCount')),
    'deleted-records': String(sum(removed, 'recordCount')),
    ...(deletes.length > 0 ? { 'removed-delete-files': String(deletes.length) } : {}),
    'total-data-files': total('total-data-files', added.length - removed.length),
    'total-records': total(
      'total-records',
      sum(added, 'recordCount') - sum(removed, 'recordCount'),
    ),
    'total-files-size': total('total-files-size', sizes),
    'total-delete-files': total('total-delete-files', -deletes.length),
    'total-position-deletes': total('total-position-deletes', gone('position-deletes')),
    'total-equality-deletes': total('total-equality-deletes', gone('equality-deletes')),
  }
}
