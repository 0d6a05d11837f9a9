import type { Input } from './metric.ts'

/** How to give each input: told beside a metric that has not got it. */
export const REMEDIES: Readonly<Record<Input, string>> = {
  deliveries: 'Make a feed (`millrace feed create`) and name it as `feedId`.',
  calendar: 'Give the feed a `calendar`: which days it comes, when, and how late is late.',
  rows: 'Let the trial’s role read the table, and wait for its first delivery.',
  entity: 'Name the column that says whom a row is about as `columns.entity`.',
  'event time': 'Name the column that says when it happened as `columns.eventTime`.',
  availability:
    'Let the rows come by a feed, or name the vendor’s column of it as `columns.availableAt`.',
  key: 'Name the columns that are unique together as `columns.key`.',
  numbers: 'The table needs a column of numbers that the role may read and that is no key.',
  universe: 'Name a table of members with validity in time as `universe`.',
  weights: 'Name a column of the universe as `universe.weight`.',
  segments: 'Name columns of the universe, such as sector and region, as `universe.segments`.',
  mapping: 'Name a table from the vendor’s ids to yours, with validity in time, as `mapping`.',
  'checked mapping':
    'Check a sample of the mapping by hand, keep it as a table, name it as `mappingCheck`.',
  domains: 'State ranges, lists or patterns of columns as `domains`, or in the feed’s columns.',
  revisions: 'It takes a delivery that the vendor sent again, and the right to read both states.',
  'owned data': 'Name tables that you have already, with their entity and time, as `owned`.',
  signal: 'Say which column is the signal, and how a day’s rows become one number, as `signal`.',
  prices: 'Name a table of prices by entity and day as `market`.',
  kpi: 'Name a table of what companies report, by entity and period, as `kpi`.',
  'quasi-identifiers':
    'Name columns that together may single out a person as `columns.quasiIdentifiers`.',
  licence: 'State what the vendor allows as `licence`.',
  fee: 'State what the data costs a year, and the work on it, as `ownership`.',
}
