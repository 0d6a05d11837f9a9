import { randomBytes } from 'node:crypto'
import { readProfile } from '../cli/src/profiles.ts'
import { commitMilliseconds } from './commit-latency.ts'
import { startVersitygw } from './peers/versitygw.ts'
import { type Figure, type Scenario, timed } from './scenario.ts'
import { type Client, s3Client } from './signed-http.ts'
import { abreast, inTurns } from './turns.ts'

const LARGE_BYTES = 64 * 2 ** 20
/** In one turn, one after the other. */
const LARGE_OBJECTS = 4
const SMALL_BYTES = 4096
const CONNECTIONS = 16
const SMALL_OBJECTS = 2000
const LISTED = 10_000
const BUCKET = 'bench-beside'

type Peers = readonly { name: string; client: Client }[]

/** Our S3 door and another's, turn by turn in one run, by one client: what counts is the ratio. */
export const measureS3Beside: Scenario = async ({ environment, url }) => {
  const home = environment.MILLRACE_HOME ?? ''
  const ours = { name: 'millrace', url, key: readProfile(home, 'governance-admin') }
  await using theirs = await startVersitygw()
  const peers = [ours, theirs].map((peer) => ({
    name: peer.name,
    client: s3Client(peer, CONNECTIONS),
  }))
  for (const { client } of peers) await client({ method: 'PUT', path: `/${BUCKET}` })
  return [
    ...(await measureLarge(peers)),
    ...(await measureSmall(peers, home)),
    ...(await measureLists(peers)),
  ]
}

async function measureLarge(peers: Peers): Promise<Figure[]> {
  const body = randomBytes(LARGE_BYTES)
  const speed = async (work: (path: string) => Promise<unknown>) => {
    const one = (at: number) => work(`/${BUCKET}/large/${at}`)
    return (LARGE_BYTES / 1e6) * (await abreast(LARGE_OBJECTS, 1, one))
  }
  return [
    ...(await inTurns(peers, 's3 PUT 64 MiB', 'MB/s', (s3) =>
      speed((path) => s3({ method: 'PUT', path, body })),
    )),
    ...(await inTurns(peers, 's3 GET 64 MiB', 'MB/s', (s3) =>
      speed((path) => s3({ method: 'GET', path })),
    )),
  ]
}

async function measureSmall(peers: Peers, home: string): Promise<Figure[]> {
  const body = randomBytes(SMALL_BYTES)
  const rate = (work: (at: number) => Promise<unknown>) => abreast(SMALL_OBJECTS, CONNECTIONS, work)
  const puts = await inTurns(peers, 's3 PUT 4 KiB, 16 connections', 'per s', (s3, round) =>
    rate((at) => s3({ method: 'PUT', path: smallPath(round * SMALL_OBJECTS + at), body })),
  )
  const commit = await commitMilliseconds(home, CONNECTIONS)
  const gets = await inTurns(peers, 's3 GET 4 KiB, 16 connections', 'per s', (s3) =>
    rate((at) => s3({ method: 'GET', path: smallPath(at) })),
  )
  const possible = (CONNECTIONS * 1000) / commit
  return [
    ...puts,
    {
      scenario: 'postgresql commit of a 4 KiB row, 16 at once, median',
      figure: commit,
      unit: 'ms',
    },
    {
      scenario: 's3 PUT 4 KiB, of connections by commit latency',
      figure: (puts[0]?.figure ?? Number.NaN) / possible,
      unit: 'x',
    },
    ...gets,
  ]
}

async function measureLists(peers: Peers): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const count of [1000, LISTED])
    figures.push(
      ...(await inTurns(peers, `s3 LIST ${count} keys`, 'ms', (s3) => took(() => list(s3, count)))),
    )
  return figures
}

function smallPath(at: number): string {
  return `/${BUCKET}/small/${String(at % LISTED).padStart(6, '0')}`
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const [milliseconds = Number.NaN] = await timed(1, work)
  return milliseconds
}

/** Pages of a thousand, as clients ask. */
async function list(s3: Client, count: number): Promise<void> {
  for (let from = 0; from < count; from += 1000) {
    const after = from === 0 ? '' : `&start-after=small%2F${String(from - 1).padStart(6, '0')}`
    await s3({ method: 'GET', path: `/${BUCKET}?list-type=2&prefix=small%2F${after}` })
  }
}
