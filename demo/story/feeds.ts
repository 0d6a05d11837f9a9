import type { FeedDefinition, NewAgreement } from '@millrace/contract'
import type { VendorFacts } from '../vendor/main.ts'
import { accounts, RESEARCH_ROLE } from './names.ts'

export const FEEDS = ['flights', 'planes', 'weather', 'airports', 'airlines'] as const
type FeedName = (typeof FEEDS)[number]

export interface AgreedFeed {
  name: FeedName
  agreement: NewAgreement
  definition: FeedDefinition
}

type Column = FeedDefinition['columns'][number]

const ZONE = 'America/New_York'
const YEAR = { first: '2013-01-01', last: '2013-12-31', zone: ZONE, played: true }
const LICENCE = {
  users: 'research of the equities account, at most 5 people',
  purposes: 'evaluation',
  retention: 'sealed when the trial ends',
}

export const DROPBOX = 'alt-data-dropbox'

function columns(types: Record<string, Column['type'] | [Column['type'], string]>): Column[] {
  return Object.entries(types).map(([name, given]) =>
    typeof given === 'string' ? { name, type: given } : { name, type: given[0], comment: given[1] },
  )
}

const FLIGHTS = columns({
  ...{ year: 'int', month: 'int', day: 'int' },
  dep_time: ['int', 'Departure, local time as HHMM'],
  sched_dep_time: 'int',
  dep_delay: ['int', 'Minutes; negative: early'],
  ...{ arr_time: 'int', sched_arr_time: 'int' },
  arr_delay: ['int', 'Minutes; negative: early'],
  carrier: ['string', 'Two-letter code'],
  flight: 'int',
  tailnum: ['string', 'Tail number of the plane'],
  ...{ origin: 'string', dest: 'string' },
  air_time: ['int', 'Minutes'],
  distance: ['int', 'Miles'],
  ...{ hour: 'int', minute: 'int' },
  time_hour: ['timestamptz', 'Scheduled departure, to the hour'],
})
const PLANES = columns({
  ...{ tailnum: 'string', year: 'int', type: 'string', manufacturer: 'string', model: 'string' },
  ...{ engines: 'int', seats: 'int', speed: 'int', engine: 'string' },
})
const WEATHER = columns({
  ...{ origin: 'string', year: 'int', month: 'int', day: 'int', hour: 'int', temp: 'double' },
  ...{ dewp: 'double', humid: 'double', wind_dir: 'int', wind_speed: 'double' },
  ...{ wind_gust: 'double', precip: 'double', pressure: 'double', visib: 'double' },
  time_hour: 'timestamptz',
})
const AIRPORTS = columns({
  ...{ faa: 'string', name: 'string', lat: 'double', lon: 'double', alt: 'int', tz: 'double' },
  ...{ dst: 'string', tzone: 'string' },
})
const AIRLINES = columns({ carrier: 'string', name: 'string' })

/** What every feed here has: NA for what is not known, and a calendar that the vendor plays. */
function definition(
  table: string,
  given: Omit<FeedDefinition, 'target' | 'dialect' | 'pollSeconds'>,
): FeedDefinition {
  const dialect = { delimiter: ',', quote: '"', escape: '"', nulls: ['', 'NA'], encoding: 'utf-8' }
  return {
    ...given,
    dialect: { ...dialect, encoding: 'utf-8' },
    // The vendor's clock says when to look.
    pollSeconds: 86_400,
    target: { accountId: accounts.governance, database: 'mobility', table },
  }
}

const settled = { rule: 'stable-size', seconds: 0 } as const
const once = { ...YEAR, every: 'once', at: '06:00', daysAfter: 1, graceMinutes: 120 } as const

export function agreedFeeds(
  vendor: VendorFacts,
  bucket: { endpoint: string; accessKeyId: string; secretAccessKey: string },
): AgreedFeed[] {
  const agreement: NewAgreement = {
    connection: {
      ...{ method: 's3', bucket: DROPBOX, endpoint: bucket.endpoint, region: 'us-east-1' },
      accessKeyId: bucket.accessKeyId,
    },
    secret: { password: bucket.secretAccessKey },
    licence: LICENCE,
  }
  const reference = (name: FeedName, of: { columns: Column[]; key: string }) => ({
    ...{ name, agreement },
    definition: definition(name, {
      source: { directory: 'reference', pattern: `${name}.csv` },
      ...{ complete: settled, columns: of.columns, key: [of.key], calendar: once },
    }),
  })
  return [
    flightsBySftp(vendor),
    planesByFtp(vendor),
    weatherByHttps(vendor),
    reference('airports', { columns: AIRPORTS, key: 'faa' }),
    reference('airlines', { columns: AIRLINES, key: 'carrier' }),
  ]
}

function flightsBySftp({ sftp }: VendorFacts): AgreedFeed {
  const { host, port, user, hostKeySha256, password } = sftp
  const connection = { method: 'sftp', host, port, user, hostKeySha256 } as const
  return {
    name: 'flights',
    agreement: { connection, secret: { password }, licence: LICENCE },
    definition: definition('flights', {
      source: { directory: 'flights', pattern: 'flights-{date}.csv.gz' },
      evaluators: [RESEARCH_ROLE],
      complete: { rule: 'ready-file', suffix: '.ready' },
      decode: ['gz'],
      columns: FLIGHTS,
      key: ['time_hour', 'carrier', 'flight'],
      event: { column: 'time_hour', zone: ZONE, withinSlice: true },
      calendar: { ...YEAR, every: 'day', at: '06:00', daysAfter: 1, graceMinutes: 120 },
    }),
  }
}

function planesByFtp({ ftp }: VendorFacts): AgreedFeed {
  const { host, port, user, password } = ftp
  return {
    name: 'planes',
    agreement: {
      connection: { method: 'ftp', host, port, user },
      secret: { password },
      licence: LICENCE,
    },
    definition: definition('planes', {
      source: { directory: '.', pattern: 'planes-2013.csv' },
      ...{ complete: settled, columns: PLANES, key: ['tailnum'], calendar: once },
    }),
  }
}

function weatherByHttps({ https }: VendorFacts): AgreedFeed {
  const { url, user, password, authorityPem } = https
  return {
    name: 'weather',
    agreement: {
      connection: { method: 'https', url, user, authorityPem },
      secret: { password },
      licence: LICENCE,
    },
    definition: definition('weather', {
      source: { directory: '.', pattern: 'weather-{month}.csv' },
      complete: { rule: 'ready-file', suffix: '.ready' },
      columns: WEATHER,
      evaluators: [RESEARCH_ROLE],
      event: { column: 'time_hour', zone: ZONE, withinSlice: false },
      calendar: { ...YEAR, every: 'month', at: '06:00', daysAfter: 1, graceMinutes: 120 },
    }),
  }
}
