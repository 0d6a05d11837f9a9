import type { ColumnError, ColumnStatistics, ColumnStatisticsError } from '@aws-sdk/client-glue'
import type { Checked } from '../shared/operation.ts'
import { errorDetail } from './error-detail.ts'
import { noSuchColumn } from './errors.ts'
import { fromKept, toKept } from './kept.ts'
import { atMost } from './limits.ts'
import { glueName } from './wire-names.ts'

interface Kept {
  column: string
  statistics: Record<string, unknown>
}

const COLUMNS_MAX = 100 // Glue API: GetColumnNamesList.
const STATISTICS_MAX = 25 // Glue API: UpdateColumnStatisticsList.

export function columnNames(names: readonly string[]): string[] {
  return atMost('ColumnNames', names, COLUMNS_MAX).map(glueName)
}

export function givenStatistics(list: readonly Checked<ColumnStatistics>[]): Kept[] {
  return atMost('ColumnStatisticsList', list, STATISTICS_MAX).map((one) => {
    const column = glueName(one.ColumnName)
    return { column, statistics: toKept({ ...one, ColumnName: column }) }
  })
}

/** What was found of the columns, and that nothing was of the others. */
export function wireStatistics(found: readonly Kept[], wanted: readonly string[]) {
  const known = new Set(found.map(({ column }) => column))
  const absent = wanted.filter((column) => !known.has(column))
  return {
    ColumnStatisticsList: found.map(({ statistics }) => fromKept<ColumnStatistics>(statistics)),
    Errors: absent.map(
      (ColumnName): ColumnError => ({
        ColumnName,
        Error: errorDetail(noSuchColumn({ column: ColumnName })),
      }),
    ),
  }
}

export function statisticsErrors(
  absent: readonly string[],
  list: readonly ColumnStatistics[],
): ColumnStatisticsError[] {
  return list
    .filter(({ ColumnName }) => absent.includes(glueName(ColumnName)))
    .map((one) => ({
      ColumnStatistics: one,
      Error: errorDetail(noSuchColumn({ column: glueName(one.ColumnName) })),
    }))
}
