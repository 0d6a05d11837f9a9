import { currentSchema, type TableMetadata } from './metadata.ts'
import type { Table } from './table.ts'

/** What a table is found by. */
export interface SearchEntry {
  tableId: string
  names: string
  documentation: string
  /** By field id, so that nobody finds a table by a column that is hidden from them. */
  columns: Record<string, string>
  columnWords: string
}

export function searchEntry(table: Table, metadata: TableMetadata): SearchEntry {
  const columns = currentSchema(metadata).fields.map(({ id, name, doc }) => [
    String(id),
    plainWords(`${name} ${doc ?? ''}`),
  ])
  const { comment = '' } = metadata.properties
  return {
    tableId: table.id,
    names: plainWords(`${table.database} ${table.name}`),
    documentation: plainWords(`${comment} ${table.documentation ?? ''}`),
    columns: Object.fromEntries(columns),
    columnWords: columns.map(([, words]) => words).join(' '),
  }
}

/** Letters and digits alone: else PostgreSQL takes `mobility.flights` for the name of a host. */
export function plainWords(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()
}

const WORDS_MAX = 20

/** Every word, or its beginning, as PostgreSQL takes it; undefined: nothing was asked for. */
export function searchQuery(text: string): string | undefined {
  const words = plainWords(text).split(' ').filter(Boolean).slice(0, WORDS_MAX)
  return words.length === 0 ? undefined : words.map((word) => `${word}:*`).join(' & ')
}
