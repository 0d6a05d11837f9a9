import { type NoticeTarget, targetProblem } from '../../../foundation/notice-target.ts'
import { clockTime, dayExists, zoneKnown } from '../../../foundation/zoned-time.ts'
import { invalidFeed } from '../errors.ts'
import { restingProblem } from './days-off.ts'
import { EXCHANGE_YEAR_MIN } from './exchanges.ts'
import type { FixedWidth, Format } from './format.ts'
import { ROW_DAYS, type RowBand } from './row-band.ts'
import { xmlMapping } from './xml-mapping.ts'

/** How files are known to be complete; that one exists proves nothing. */
export type Completeness =
  /** `name + suffix` follows the file; as JSON it may carry size, sha256 and `published_at`. */
  | { rule: 'ready-file'; suffix: string }
  /** A file that names others, one a line: name, size in bytes, sha256; commas between. */
  | { rule: 'manifest'; name: string }
  /** Same size and time at two looks that lie so far apart. */
  | { rule: 'stable-size'; seconds: number }
  /** The same, and the last line tells how many rows came before it: `TRAILER|{rows}`. */
  | { rule: 'trailer'; line: string; seconds: number }

export type Decoding = 'gz' | 'zip' | 'zstd' | 'bz2' | 'pgp'

export const ENCODINGS = [
  ...['utf-8', 'latin-1', 'utf-16le', 'utf-16be', 'windows-1250', 'windows-1251', 'windows-1252'],
  ...['iso-8859-2', 'iso-8859-15', 'shift_jis', 'euc-jp', 'gb18030', 'big5', 'euc-kr'],
] as const
export type Encoding = (typeof ENCODINGS)[number]

/** How a text is written; delimiters and quotes are of CSV alone. */
export interface CsvDialect {
  delimiter: string
  quote: string
  escape: string
  nulls: readonly string[]
  encoding: Encoding
}

/** Iceberg's primitive types that a feed can hold. */
export type ColumnType =
  | 'boolean'
  | 'int'
  | 'long'
  | 'double'
  | 'date'
  | 'timestamp'
  | 'timestamptz'
  | 'string'

export interface Column {
  name: string
  type: ColumnType
  comment?: string
  required?: boolean
  min?: number
  max?: number
  oneOf?: readonly string[]
}

/** When deliveries are due. Times of day are in `zone`, the rest in calendar dates. */
export interface DeliveryCalendar {
  every: 'day' | 'weekday' | 'month' | 'once'
  first: string
  last?: string
  /** Only days on which it opens. */
  exchange?: string
  /** Days, and regions with their public holidays. */
  holidays?: string | readonly string[]
  /** `06:00`, so many days after the slice has ended. */
  at: string
  daysAfter: number
  zone: string
  graceMinutes: number
  /** The vendor's present is set from outside and marked as such wherever it is shown. */
  played: boolean
}

/** One recurring stream of a vendor, as a person writes it down. */
export interface FeedDefinition {
  /** `{date}` stands for YYYY-MM-DD, `{month}` for YYYY-MM; without them it comes once. */
  source: { directory: string; pattern: string }
  complete: Completeness
  decode: readonly Decoding[]
  format: Format
  dialect: CsvDialect
  columns: readonly Column[]
  key: readonly string[]
  /** The event clock: which column says when a row's event was. */
  event?: { column: string; zone: string; withinSlice: boolean }
  /** Rows that may stay behind before the whole delivery is kept back. */
  rejectedRowsMax: number
  /** Share by which rows may differ from the median of the same weekday. */
  volumeDeviationMax: number
  /** How many rows days may have; of others that is learned. */
  rowBands?: readonly RowBand[]
  emptyAllowed: boolean
  calendar?: DeliveryCalendar
  pollSeconds: number
  target: { accountId: string; database: string; table: string }
  /** Who has to act when a delivery is overdue, and where people are told. */
  owner?: string
  targets?: readonly NoticeTarget[]
  /** ARNs of other accounts’ principals: they read the ledger, and their no-buy pauses the feed. */
  evaluators?: readonly string[]
}

/** What names of files may have at most on Linux. */
const PATTERN_LETTERS_MAX = 4096

const COLUMN_TYPES: readonly string[] = [
  'boolean',
  'int',
  'long',
  'double',
  'date',
  'timestamp',
  'timestamptz',
  'string',
]

export const CLOCK_COLUMNS = [
  { name: '_vintage', type: 'long' },
  { name: '_published_at', type: 'timestamptz' },
  { name: '_landed_at', type: 'timestamptz' },
  { name: '_available_at', type: 'timestamptz' },
] as const

/** Fills in what was left out. @throws ingestion.invalid-feed */
export function parseFeedDefinition(raw: Partial<FeedDefinition>): FeedDefinition {
  const { source, columns, target } = raw
  if (!source?.pattern) throw invalidFeed({ reason: 'it names no files' })
  if (!columns || columns.length === 0) throw invalidFeed({ reason: 'it has no columns' })
  if (!target?.table) throw invalidFeed({ reason: 'it has no target table' })
  const definition: FeedDefinition = {
    source: { directory: source.directory ?? '.', pattern: source.pattern },
    complete: raw.complete ?? { rule: 'stable-size', seconds: 60 },
    decode: raw.decode ?? [],
    format: raw.format ?? { kind: 'csv' },
    dialect: { delimiter: ',', quote: '"', escape: '"', nulls: [''], encoding: 'utf-8' },
    columns,
    key: raw.key ?? [],
    ...(raw.event && { event: raw.event }),
    rejectedRowsMax: raw.rejectedRowsMax ?? 0,
    volumeDeviationMax: raw.volumeDeviationMax ?? 0.5,
    ...(raw.rowBands && { rowBands: raw.rowBands }),
    emptyAllowed: raw.emptyAllowed ?? false,
    ...(raw.calendar && { calendar: raw.calendar }),
    pollSeconds: raw.pollSeconds ?? 60,
    target,
    ...(raw.owner !== undefined && { owner: raw.owner }),
    ...(raw.targets && { targets: raw.targets }),
    ...(raw.evaluators && { evaluators: raw.evaluators }),
  }
  Object.assign(definition.dialect, raw.dialect)
  checkPattern(definition)
  checkColumns(definition)
  checkFormat(definition)
  if (definition.calendar) checkCalendar(definition.calendar)
  checkBands(definition)
  checkTargets(definition)
  return definition
}

function checkPattern({ source: { pattern } }: FeedDefinition): void {
  if (pattern.length > PATTERN_LETTERS_MAX)
    throw invalidFeed({ reason: `its file pattern has over ${PATTERN_LETTERS_MAX} letters` })
  if (pattern.split(/\{(?:date|month)\}/).length > 2)
    throw invalidFeed({ reason: `its file pattern "${pattern}" names more than one day or month` })
}

function checkColumns({ columns, key, event }: FeedDefinition): void {
  const names = columns.map(({ name }) => name)
  const clocks = CLOCK_COLUMNS.map(({ name }) => name as string)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw invalidFeed({ reason: `column "${twice}" is there twice` })
  const taken = names.find((name) => clocks.includes(name))
  if (taken !== undefined) throw invalidFeed({ reason: `column name "${taken}" is the platform's` })
  const odd = columns.find(({ type }) => !COLUMN_TYPES.includes(type))
  if (odd)
    throw invalidFeed({
      reason:
        `column "${odd.name}" has the unknown type "${odd.type}"; ` +
        `there are ${COLUMN_TYPES.join(', ')}`,
    })
  const missing = [...key, ...(event ? [event.column] : [])].find((name) => !names.includes(name))
  if (missing !== undefined) throw invalidFeed({ reason: `there is no column "${missing}"` })
}

function checkFormat({ format, columns, complete, decode }: FeedDefinition): void {
  if (complete.rule === 'trailer' && complete.line.split('{rows}').length !== 2)
    throw invalidFeed({ reason: `the trailer "${complete.line}" has no single {rows}` })
  if (complete.rule === 'trailer' && format.kind !== 'csv' && format.kind !== 'fixed-width')
    throw invalidFeed({ reason: `${format.kind} has no last line that could be a trailer` })
  if (decode.lastIndexOf('zip') > 0)
    throw invalidFeed({ reason: 'a zip inside another layer cannot be read' })
  if (format.kind === 'fixed-width') checkPlaces(format, columns)
  if (format.kind === 'xml') xmlMapping(format, columns)
}

function checkPlaces(format: FixedWidth, columns: readonly Column[]): void {
  const names = format.places.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw invalidFeed({ reason: `column "${twice}" has two places` })
  const lost = columns.find(({ name }) => !names.includes(name))
  if (lost) throw invalidFeed({ reason: `column "${lost.name}" has no place in the line` })
}

function checkBands({ rowBands = [] }: FeedDefinition): void {
  const named = rowBands.flatMap(({ days }) => days ?? ['every other day'])
  const odd = named.find((day) => ![...ROW_DAYS, 'every other day'].includes(day))
  if (odd !== undefined)
    throw invalidFeed({ reason: `rows cannot be expected of "${odd}"; of ${ROW_DAYS.join(', ')}` })
  const twice = named.find((day, index) => named.indexOf(day) !== index)
  if (twice !== undefined) throw invalidFeed({ reason: `two bands of rows are of ${twice}` })
  const turned = rowBands.find(({ min = 0, max = min }) => min > max)
  if (turned)
    throw invalidFeed({ reason: `no rows are ${turned.min} at least, ${turned.max} at most` })
}

function checkTargets({ targets = [], owner }: FeedDefinition): void {
  for (const target of targets) {
    const reason = targetProblem(target)
    if (reason !== undefined) throw invalidFeed({ reason })
  }
  // Who is told must be told who has to act.
  if (targets.length > 0 && !owner) throw invalidFeed({ reason: 'it has targets and no owner' })
}

function checkCalendar(calendar: DeliveryCalendar): void {
  const { at, first, last, zone, every, exchange } = calendar
  if (!clockTime(at)) throw invalidFeed({ reason: `"${at}" is no time of day` })
  for (const day of [first, last ?? first])
    if (!dayExists(day)) throw invalidFeed({ reason: `"${day}" is no date` })
  const wrong = restingProblem(calendar)
  if (wrong !== undefined) throw invalidFeed({ reason: wrong })
  if (!zoneKnown(zone)) throw invalidFeed({ reason: `there is no time zone "${zone}"` })
  if (exchange === undefined) return
  if (every === 'month' || every === 'once')
    throw invalidFeed({ reason: `an exchange opens on days, and it comes every "${every}"` })
  if (Number(first.slice(0, 4)) < EXCHANGE_YEAR_MIN)
    throw invalidFeed({ reason: `days of exchanges are known from ${EXCHANGE_YEAR_MIN} on` })
}
