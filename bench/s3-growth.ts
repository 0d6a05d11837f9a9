import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { readProfile } from '../cli/src/profiles.ts'
import { arrange, connectionUrl } from '../server/src/foundation/postgres-layout.ts'
import { type Figure, median, type Scenario, timed } from './scenario.ts'
import { type Client, s3Client } from './signed-http.ts'

const BUCKET = 'bench-growth'
const SIZES = [1000, 100_000, 1_000_000]
const TIMES = 50

/** What one request costs in a bucket of a thousand objects, and in one of a million. */
export const measureS3Growth: Scenario = async ({ environment, url }) => {
  const home = environment.MILLRACE_HOME ?? ''
  const key = readProfile(home, 'governance-admin')
  const s3 = s3Client({ name: 'millrace', url, key }, 1)
  await s3({ method: 'PUT', path: `/${BUCKET}` })
  const figures: Figure[] = []
  for (const [at, size] of SIZES.entries()) {
    await fill(home, SIZES[at - 1] ?? 0, size)
    for (const [verb, milliseconds] of Object.entries(await measure(s3, size)))
      figures.push({
        scenario: `s3 ${verb}, ${size} objects, median`,
        figure: milliseconds,
        unit: 'ms',
      })
  }
  return figures
}

async function measure(s3: Client, size: number): Promise<Record<string, number>> {
  const body = randomBytes(4096)
  const some = (run: number) => name(Math.floor((run * size) / TIMES))
  const asked = (ask: (run: number) => Promise<unknown>) => timed(TIMES, ask).then(median)
  const list = (query: string) => s3({ method: 'GET', path: `/${BUCKET}?${query}` })
  return {
    'PUT 4 KiB': await asked((run) =>
      s3({ method: 'PUT', path: `/${BUCKET}/new/${size}/${run}`, body }),
    ),
    GET: await asked((run) => s3({ method: 'GET', path: `/${BUCKET}/${some(run)}` })),
    'LIST 1000': await asked((run) =>
      list(`list-type=2&start-after=${encodeURIComponent(some(run))}`),
    ),
    'LIST by folders': await asked(() => list('delimiter=%2F&list-type=2')),
  }
}

/** A thousand to a folder. */
function name(at: number): string {
  return `f${String(Math.floor(at / 1000)).padStart(4, '0')}/${String(at).padStart(8, '0')}`
}

/** Objects from `first` to below `end`, straight into the index, for nobody waits for a million. */
async function fill(home: string, first: number, end: number): Promise<void> {
  const url = connectionUrl(arrange(join(home, 'postgres')), 'millrace')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(
      `INSERT INTO storage.objects
         (bucket, key, size_bytes, etag, modified_at, attributes, bytes)
       SELECT $1, 'f' || lpad((at / 1000)::text, 4, '0') || '/' || lpad(at::text, 8, '0'),
         64, md5(at::text), now(), '{"headers": {}, "metadata": {}}',
         decode(repeat('ab', 64), 'hex')
       FROM generate_series($2::integer, $3::integer - 1) AS at`,
      [BUCKET, first, end],
    )
    await client.query('ANALYZE storage.objects')
  } finally {
    await client.end()
  }
}
