import type { Difference, Part, Rows } from './difference.ts'

/** What stands in a list for all columns that its reader may not know of. */
const HIDDEN_COLUMNS = 'hidden columns'
const HIDDEN_COLUMN = 'a hidden column'

/** Names of columns that somebody may know of. */
type Known = ReadonlySet<string>

/** The difference for who may know of these columns: of others only that there are some. */
export function knownDifference<Told extends Pick<Difference, 'gained' | 'lost' | 'rows'>>(
  told: Told,
  known: Known,
): Told {
  const { gained, lost, rows } = told
  return {
    ...told,
    ...{ gained: knownPart(gained, known), lost: knownPart(lost, known) },
    ...(rows && {
      rows: { before: knownRows(rows.before, known), after: knownRows(rows.after, known) },
    }),
  }
}

export function knownPart<Told extends Part>(part: Told, known: Known): Told {
  const columns = part.columns.filter((name) => known.has(name))
  if (columns.length < part.columns.length) columns.push(HIDDEN_COLUMNS)
  return { ...part, columns }
}

/** Predicates are told whole: who puts them in words leaves out what asks for hidden columns. */
export function knownRows(rows: readonly Rows[], known: Known): readonly Rows[] {
  return rows.map((one) =>
    one.column === undefined || known.has(one.column) ? one : { ...one, column: HIDDEN_COLUMN },
  )
}
