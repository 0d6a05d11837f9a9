import { invalidInput, notFound } from '../errors.ts'
import type { GovernedTable } from './register.ts'
import type { ColumnChoice } from './world.ts'

export type ColumnNamed = (table: GovernedTable, name: string) => number

/** Each once, however often and in whatever case it is named. */
export function columnsNamed(
  table: GovernedTable,
  choice: { include: readonly string[] } | { exclude: readonly string[] },
  column: ColumnNamed = columnNamed,
): ColumnChoice {
  const ids = (names: readonly string[]) =>
    [...new Set(names.map((name) => column(table, name)))].sort((one, other) => one - other)
  if ('exclude' in choice) return { exclude: ids(choice.exclude) }
  if (choice.include.length === 0) throw invalidInput({ reason: 'ColumnNames must not be empty' })
  return { include: ids(choice.include) }
}

export function columnNamed(table: GovernedTable, name: string): number {
  const id = columnFound(table, name)
  if (id === undefined) throw notFound({ resource: name })
  return id
}

function columnFound({ columns }: GovernedTable, name: string): number | undefined {
  const folded = name.toLowerCase()
  const found =
    columns.find((one) => one.name === name) ?? columns.find((one) => one.name === folded)
  return found?.id
}

const GONE = /^column (\d+), now gone$/

/** A column of a rule as it is listed, also when it is gone: no id returns (D-15). */
export function columnText({ columns }: GovernedTable, id: number): string {
  return columns.find((column) => column.id === id)?.name ?? `column ${id}, now gone`
}

export function columnTexts(table: GovernedTable, ids: readonly number[]): string[] {
  return [...new Set(ids)].map((id) => columnText(table, id))
}

/** The way back. */
export function columnListed(table: GovernedTable, name: string): number {
  const gone = GONE.exec(name)?.[1]
  return columnFound(table, name) ?? (gone ? Number(gone) : columnNamed(table, name))
}
