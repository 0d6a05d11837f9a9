import { domainsOf } from '../metrics/q6-domain-violations.ts'
import type { Input, Inputs } from '../model/metric.ts'
import type { Sources } from '../relations/relation.ts'
import { byFeed } from '../relations/rows.ts'

type About = Pick<Inputs, 'charter' | 'feed' | 'columns'> & { missing: Map<Input, string> }

/** Adds, of what could be opened, which columns and definitions are not there. */
export function noteMissing(about: About, sources: Sources): void {
  const { data, revisions } = sources
  const note = (input: Input, absent: boolean, what: string) => {
    if (absent && !about.missing.has(input))
      about.missing.set(input, about.missing.get('rows') ?? what)
  }
  note('rows', data !== undefined && data.recordCount === 0, 'rows; the table is empty')
  noteColumns(about, sources, note)
  note('domains', domainsOf(about).length === 0, 'declared domains of columns')
  note('revisions', revisions.length === 0, 'a delivery with two loaded vintages')
  noteDefinitions(about, sources, note)
}

type Note = (input: Input, absent: boolean, what: string) => void

function noteColumns(about: About, { data }: Sources, note: Note): void {
  const { charter, feed, columns } = about
  const { columns: named } = charter
  const names = new Set(columns.map(({ name }) => name))
  const time = named.eventTime ?? feed?.definition.event?.column
  const key = named.key ?? feed?.definition.key ?? []
  const within = (wanted: readonly string[]) =>
    wanted.length > 0 && wanted.every((name) => names.has(name))
  note('entity', !names.has(named.entity ?? ''), 'a column that names the entity')
  note('event time', !names.has(time ?? ''), 'a column with the event time')
  note('key', !within(key), 'a declared key')
  note('numbers', !columns.some(({ number }) => number), 'a column of numbers')
  const quasi = 'columns that together may single out a person'
  note('quasi-identifiers', !within(named.quasiIdentifiers ?? []), quasi)
  const stamped = byFeed(about, data) || names.has(named.availableAt ?? '')
  note('availability', !stamped, 'when each row could be had first')
}

function noteDefinitions(about: About, { universe, mapping }: Sources, note: Note): void {
  const { charter, columns, missing } = about
  note('weights', !universe || !charter.universe?.weight, 'weights of the universe')
  note('segments', !universe || !charter.universe?.segments?.length, 'segments of the universe')
  // Entities in the vendor's words are no members of a universe in ours.
  if (charter.mapping && !mapping) missing.set('universe', missing.get('mapping') ?? '')
  const { signal } = charter
  const column = columns.find(({ name }) => name === signal?.column)
  note('signal', signal === undefined, 'a signal; the charter names none')
  note('signal', column === undefined, `the column "${signal?.column}" of the signal`)
  note('licence', charter.licence === undefined, 'terms of the licence')
  note('fee', charter.ownership === undefined, 'the fee of the data')
}
