import type { FeedDefinition } from '../server/src/contexts/ingestion/index.ts'
import {
  deliver,
  givenFeed,
  givenIngestion,
} from '../server/src/contexts/ingestion/testing/given-ingestion.ts'
import { type Figure, timed } from './scenario.ts'

const DAYS = ['2013-01-01', '2013-01-02', '2013-01-03', '2013-01-04']
const ROWS = 200_000
const HEADER = 'day,place,carrier,planned,actual,distance,delay,note'

const definition: Partial<FeedDefinition> = {
  columns: [
    { name: 'day', type: 'date', required: true },
    { name: 'place', type: 'string', required: true },
    { name: 'carrier', type: 'string' },
    { name: 'planned', type: 'timestamp' },
    { name: 'actual', type: 'timestamp' },
    { name: 'distance', type: 'double', min: 0 },
    { name: 'delay', type: 'int' },
    { name: 'note', type: 'string' },
  ],
  key: ['day', 'place'],
}

/** A vendor's days by SFTP into the landing bucket, and from there, checked, into the table. */
export async function measureIngestion(): Promise<Figure[]> {
  await using given = await givenIngestion()
  const feed = await givenFeed(given, definition)
  const days = DAYS.map(fileOf)
  for (const [at, day] of DAYS.entries()) await deliver(given, day, days[at] as string)
  const megabytes = days.reduce((sum, text) => sum + text.length, 0) / 1e6
  const [fetched = Number.NaN] = await timed(1, () => given.ingestion.collectFeed(feed.id))
  const [loaded = Number.NaN] = await timed(1, () => given.ingestion.loadWaiting(feed.id))
  const [row] = await given.rows('SELECT count(*)::INT AS n FROM $table')
  if ((row as { n: number }).n !== DAYS.length * ROWS) throw new RangeError('rows are missing')
  return [
    { scenario: 'ingestion, SFTP to landing', figure: megabytes / (fetched / 1000), unit: 'MB/s' },
    { scenario: 'ingestion, CSV to Iceberg', figure: megabytes / (loaded / 1000), unit: 'MB/s' },
  ]
}

function fileOf(day: string): string {
  const lines = Array.from({ length: ROWS }, (_, row) => {
    const minute = String(row % 60).padStart(2, '0')
    const cells = [
      day,
      `p${row}`,
      `C${row % 40}`,
      `${day} 10:${minute}:00`,
      `${day} 11:${minute}:00`,
    ]
    return [
      ...cells,
      row * 1.5,
      (row % 200) - 60,
      `as observed, no. ${row}`.replace(',', ';'),
    ].join()
  })
  return `${[HEADER, ...lines].join('\n')}\n`
}
