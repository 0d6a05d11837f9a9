import { createHash } from 'node:crypto'
import { ordered } from './ordered.ts'
import type { Access } from './table-access.ts'

/** SHA-256 over the rows and cells that an access opens; undefined where it opens every row. */
export function filterDigest({
  rowFilter,
  cellFilters,
}: Pick<Access, 'rowFilter' | 'cellFilters'>): string | undefined {
  if (rowFilter === undefined && cellFilters.size === 0) return undefined
  const cells = [...cellFilters].sort(([one], [other]) => one - other)
  const text = JSON.stringify(ordered({ rows: rowFilter ?? null, cells }))
  return createHash('sha256').update(text).digest('hex')
}
