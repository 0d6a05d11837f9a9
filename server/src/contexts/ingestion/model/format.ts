/** How rows lie in a file. */
export type Format =
  | { kind: 'csv' }
  | { kind: 'parquet' }
  | { kind: 'avro' }
  | Json
  | FixedWidth
  | Xlsx
  | Xml

/** Objects, one a line; or in an array, which is the document or lies in it under `rows`. */
export interface Json {
  kind: 'json' | 'json-lines'
  rows?: readonly string[]
}

/** Lines in which each column has its place, counted in characters from 1. */
export interface FixedWidth {
  kind: 'fixed-width'
  places: readonly { name: string; start: number; width: number }[]
}

/** Rows of one sheet of a workbook. */
export interface Xlsx {
  kind: 'xlsx'
  /** May be left out where the workbook has one alone. */
  sheet?: string
  /** The row with the names of columns, from 1. */
  headerRow?: number
  /** What was last computed is taken; otherwise a row with a formula is kept apart. */
  formulas?: 'results'
}

/** Elements, each column by its path from the row: `@id`, `quote/last`, `../@day`. */
export interface Xml {
  kind: 'xml'
  /** From the document’s element. */
  rows: string
  /** The prefixes of paths; an empty one is of names without a prefix. */
  namespaces?: Readonly<Record<string, string>>
  /** A column without one is the child element of its name. */
  paths?: readonly { name: string; path: string }[]
}
