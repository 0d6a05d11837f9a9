/** A typed row predicate over columns and literals only; columns are Iceberg field ids. */
export type Predicate =
  | { op: 'and' | 'or'; terms: readonly Predicate[] }
  | { op: 'not'; term: Predicate }
  | { op: '=' | '<>' | '<' | '<=' | '>' | '>='; column: number; value: Literal }
  | { op: 'between'; column: number; low: Literal; high: Literal }
  | { op: 'in'; column: number; values: readonly Literal[] }
  /** SQL LIKE with `\` as escape; case-sensitive. */
  | { op: 'like'; column: number; pattern: string }
  | { op: 'is-null'; column: number }
  | { op: 'true' | 'false' }

/** `type` is the Iceberg type of the column compared with; `value` its canonical text. */
export interface Literal {
  type: string
  value: string
}
