import type { Field } from './schema.ts'
import type { TableEntry } from './table.ts'

/** What a table is found by. */
export interface SearchEntry {
  tableId: string
  names: string
  documentation: string
  /** By field id, so that nobody finds a table by a column that is hidden from them. */
  columns: Record<string, string>
  columnWords: string
}

export function searchEntry(
  table: TableEntry,
  { fields, comment = '' }: { fields: readonly Field[]; comment?: string | undefined },
): SearchEntry {
  const columns = fields.map(({ id, name, doc }) => [
    String(id),
    plainWords(`${name} ${doc ?? ''}`),
  ])
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
