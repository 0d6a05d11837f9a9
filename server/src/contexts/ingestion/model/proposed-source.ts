import { addDays, dayExists, weekdayOf } from '../../../foundation/zoned-time.ts'
import type { Completeness, DeliveryCalendar, FeedDefinition } from './feed.ts'
import { impossible, type RemoteFile, sliceOf } from './listing.ts'

/** One thing that is proposed, and what speaks for it. */
export interface Evidence {
  about:
    | 'source'
    | 'complete'
    | 'decode'
    | 'encoding'
    | 'format'
    | 'dialect'
    | 'columns'
    | 'key'
    | 'event'
    | 'calendar'
  text: string
  /** Nothing that was looked at speaks against it. */
  sure: boolean
}

export interface ProposedSource {
  pattern: string
  slice: string
  complete: Completeness
  calendar?: DeliveryCalendar
  evidence: Evidence[]
}

const DAY = /\d{4}-\d{2}-\d{2}/
const MONTH = /\d{4}-\d{2}(?!\d)/
const COMPACT_DAY = /(?<!\d)(19|20)\d{6}(?!\d)/
const STABLE_SECONDS = 60

/** What a listing says of a file's companions: which belong to it, when, and how they end. */
export function proposedSource(
  file: RemoteFile,
  listing: readonly RemoteFile[],
  zone: string,
): ProposedSource {
  const pattern = patternOf(file.path)
  const slice = sliceOf(pattern, file.path) ?? 'once'
  const alike = listing.flatMap((one) => {
    const of = sliceOf(pattern, one.path)
    const real = of !== undefined && impossible({ path: one.path, slice: of }) === undefined
    return real ? [{ ...one, slice: of }] : []
  })
  const complete = completeness(file, listing)
  const calendar = slice === 'once' ? undefined : rhythm(alike, { slice, zone })
  return {
    ...{ pattern, slice, complete: complete.rule },
    ...(calendar?.calendar && { calendar: calendar.calendar }),
    evidence: [
      { about: 'source', ...sourceWords(file.path, { pattern, count: alike.length }) },
      { about: 'complete', text: complete.text, sure: complete.sure },
      ...(calendar ? [{ about: 'calendar' as const, text: calendar.text, sure: false }] : []),
    ],
  }
}

function patternOf(path: string): string {
  const day = DAY.exec(path)?.[0]
  if (day !== undefined && dayExists(day)) return path.replace(day, '{date}')
  const month = MONTH.exec(path)?.[0]
  return month !== undefined && dayExists(`${month}-01`) ? path.replace(month, '{month}') : path
}

function sourceWords(path: string, of: { pattern: string; count: number }) {
  const { pattern, count } = of
  const compact = COMPACT_DAY.exec(path)?.[0]
  if (pattern === path && compact !== undefined)
    return {
      text: `a day written as ${compact} is not told from a name: only this file is taken`,
      sure: false,
    }
  if (pattern === path) return { text: 'the name holds no day: it comes once', sure: true }
  return { text: `${count} of the files listed are named so`, sure: count > 1 }
}

function completeness(file: RemoteFile, listing: readonly RemoteFile[]) {
  const beside = listing
    .filter(({ path }) => path.startsWith(`${file.path}.`) && path.length < file.path.length + 12)
    .map(({ path }) => path.slice(file.path.length))
    .filter((suffix) => !/^\.(part|filepart|tmp)$/i.test(suffix))
  const [suffix] = beside
  if (suffix !== undefined)
    return {
      rule: { rule: 'ready-file', suffix } satisfies Completeness,
      text: `"${file.path}${suffix}" lies beside it`,
      sure: true,
    }
  const manifest = listing.find(({ path }) => /^(manifest|checksums?|index)\b[^/]*$/i.test(path))
  if (manifest)
    return {
      rule: { rule: 'manifest', name: manifest.path } satisfies Completeness,
      text: `"${manifest.path}" lies in the directory: it must list name, size and sha256`,
      sure: false,
    }
  return {
    rule: { rule: 'stable-size', seconds: STABLE_SECONDS } satisfies Completeness,
    text: 'nothing in the listing tells when a file is complete: ask the vendor for a sign of it',
    sure: false,
  }
}

type Dated = RemoteFile & { slice: string }

const QUARTER_MINUTES = 15
const SATURDAY = 6 // Monday is 1.
const WEEK = 5
/** The newest: older ones say little of when the next one comes. */
const FILES_LOOKED_AT = 400
const GRACE_MINUTES = 60

/** When files came so far, and so may be promised to come. */
function rhythm(files: readonly Dated[], of: { slice: string; zone: string }) {
  const { slice, zone } = of
  const slices = [...new Set(files.map((one) => one.slice))].sort()
  const [first] = slices
  const shown = shownIn(zone)
  const newest = [...files].sort((one, other) => (one.slice < other.slice ? 1 : -1))
  const came = newest.slice(0, FILES_LOOKED_AT).flatMap(({ slice: one, modifiedAt }) => {
    const end = lastDay(one)
    const at = modifiedAt && shown(modifiedAt)
    return at && at.day >= end ? [{ days: daysBetween(end, at.day), minutes: at.minutes }] : []
  })
  if (first === undefined || slices.length < 2 || came.length === 0)
    return { text: 'too few files with a time are listed to tell when they come' }
  const month = slice.length === 'YYYY-MM'.length
  const weekend = !month && slices.some((one) => weekdayOf(one) >= SATURDAY)
  const every = month ? 'month' : weekend || slices.length < WEEK ? 'day' : 'weekday'
  const days = came.map((one) => one.days).sort((one, other) => one - other)
  const daysAfter = days[Math.floor(days.length / 2)] ?? 0
  const minutes = came
    .filter((one) => one.days <= daysAfter)
    .reduce((latest, one) => Math.max(latest, one.minutes), 0)
  const at = clock(Math.min(Math.ceil((minutes + 1) / QUARTER_MINUTES) * QUARTER_MINUTES, 1439))
  const calendar: DeliveryCalendar = {
    ...{ every, first: month ? `${first}-01` : first, at, daysAfter, zone },
    ...{ graceMinutes: GRACE_MINUTES, played: false },
  }
  return { calendar, text: rhythmWords(slices, { every, came: came.length, at, daysAfter }) }
}

function rhythmWords(
  slices: readonly string[],
  of: { every: string; came: number; at: string; daysAfter: number },
): string {
  const holes = of.every === 'month' ? [] : missingDays(slices, of.every === 'weekday')
  const told = `of ${of.came} files most were there by ${of.at}, ${of.daysAfter} days after`
  if (holes.length === 0) return told
  const named = holes.slice(0, 5).join(', ')
  const more = holes.length > 5 ? ` and ${holes.length - 5} more` : ''
  return `${told}; ${named}${more} are missing: holidays, perhaps`
}

const DAYS_MAX = 4000

function missingDays(slices: readonly string[], weekdays: boolean): string[] {
  const known = new Set(slices)
  const missing: string[] = []
  const last = slices.at(-1) ?? ''
  let day = slices[0] ?? last
  for (let count = 0; day < last && count < DAYS_MAX; count += 1) {
    const works = !weekdays || weekdayOf(day) < SATURDAY
    if (works && !known.has(day)) missing.push(day)
    day = addDays(day, 1)
  }
  return missing
}

function lastDay(slice: string): string {
  if (slice.length !== 'YYYY-MM'.length) return slice
  const [year = 0, month = 0] = slice.split('-').map(Number)
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
}

const DAY_MS = 86_400_000

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS
}

/** What clocks of a zone show: made once, for it costs much. */
function shownIn(zone: string): (instant: Date) => { day: string; minutes: number } {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit' },
  })
  return (instant) => {
    const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]))
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '00'
    return {
      day: `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`,
      minutes: Number(part('hour')) * 60 + Number(part('minute')),
    }
  }
}

function clock(minutes: number): string {
  const two = (part: number) => String(part).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** The column that holds the slice in every row. */
export function proposedEvent(
  columns: readonly { name: string; type: string; examples: readonly string[]; distinct: number }[],
  of: { slice: string; zone: string },
): FeedDefinition['event'] {
  const { slice, zone } = of
  if (slice === 'once') return undefined
  const times = columns.filter(({ type }) => type === 'date' || type.startsWith('timestamp'))
  const within = times.find(
    ({ examples }) => examples.length > 0 && examples.every((one) => one.startsWith(slice)),
  )
  return within && { column: within.name, zone, withinSlice: true }
}
