import type { Finding } from '../model/finding.ts'

/** A file as a relation of DuckDB: each column still as it came, each row still to be judged. */
export interface Source {
  /** Names of its columns, in its order. */
  header: readonly string[]
  /** A relation of its rows, in its order. */
  rows: string
  /** SQL of a column of `header`. */
  value(name: string): Value
  /** SQL of a row for people to read. */
  text: string
  /** SQL of why a record is no row: NULL where it is one, an empty text where nothing is lost. */
  broken?: string
  /** Lines before the first row. */
  headerLines: number
  /** Read line by line: DuckDB tells in `reject_errors` of lines that are no row by their form. */
  byLine: boolean
}

export interface Value {
  sql: string
  /** DuckDB’s. */
  type: string
}

/** What opening a file comes to: rows, or why it has none that could be read. */
export type Opened = { source: Source } | Refused

export interface Refused {
  finding: Finding
}

export function refusal(check: 'empty' | 'content', reason: string, text = ''): Refused {
  return {
    finding: { check, breaking: true, reason, rowCount: 0, samples: [{ line: 1, text }] },
  }
}
