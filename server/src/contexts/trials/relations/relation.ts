import type { Duckdb } from '../../../foundation/duckdb.ts'
import type { Scan } from '../../catalog/index.ts'
import type { OwnedData } from '../model/charter-inputs.ts'
import type { Input, Inputs } from '../model/metric.ts'

/** The states of the tables that a report reads, as far as its role may. */
export interface Sources {
  data?: Scan | undefined
  universe?: Scan | undefined
  mapping?: Scan | undefined
  check?: Scan | undefined
  market?: Scan | undefined
  kpi?: Scan | undefined
  owned: readonly OwnedScan[]
  revisions: readonly Revision[]
}

/** One delivery that came again: the rows before and after, each in the state that had them. */
export interface Revision extends AsyncDisposable {
  slice: string
  old: Scan
  next: Scan
  oldVintage: number
  nextVintage: number
  /** The old one is the first of its delivery that could be read. */
  first: boolean
}

export interface OwnedScan {
  owned: OwnedData
  scan: Scan
  /** Its columns of numbers that are compared. */
  fields: readonly string[]
}

export type About = Pick<Inputs, 'charter' | 'feed' | 'deliveries' | 'columns' | 'missing'>

/** What metrics ask, made once for all of them, where its inputs are there. */
export interface Relation {
  /** Its name in DuckDB, and its columns. */
  name: string
  has: string
  needs: readonly Input[]
  make(db: Duckdb, about: About, sources: Sources): Promise<void>
}

/** A relation that one statement makes. */
export function view(
  of: Omit<Relation, 'make'> & { sql(about: About, sources: Sources): string },
): Relation {
  return stated('VIEW', of)
}

export function table(
  of: Omit<Relation, 'make'> & { sql(about: About, sources: Sources): string },
): Relation {
  return stated('TABLE', of)
}

function stated(
  kind: 'VIEW' | 'TABLE',
  { sql, ...relation }: Omit<Relation, 'make'> & { sql(about: About, sources: Sources): string },
): Relation {
  return {
    ...relation,
    make: (db, about, sources) =>
      db.run(`CREATE ${kind} "${relation.name}" AS ${sql(about, sources)}`),
  }
}
