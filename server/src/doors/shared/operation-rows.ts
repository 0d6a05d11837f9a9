import type { OperationTable } from './operation.ts'

/** One line of a door's reference page. */
export interface OperationRow {
  operation: string
  served: boolean
  /** Why it is refused. */
  reason?: string
}

/** What a door serves and refuses, by name, for the generated reference. */
export function operationRows<Deps>({ served, refused }: OperationTable<Deps>): OperationRow[] {
  const rows: OperationRow[] = [
    ...served.map(({ schema }) => ({ operation: schema[2], served: true })),
    ...refused.flatMap(({ reason, operations }) =>
      operations.map((schema) => ({ operation: schema[2], served: false, reason })),
    ),
  ]
  return rows.sort((a, b) => (a.operation < b.operation ? -1 : 1))
}
