import { randomBytes } from 'node:crypto'
import { readProfile } from '../cli/src/profiles.ts'
import { commitMilliseconds } from './commit-latency.ts'
import { startVersitygw } from './peers/versitygw.ts'
import { type Figure, median, type Scenario, timed } from './scenario.ts'
import { type Client, type Peer, s3Client } from './signed-http.ts'

const MIB = 2 ** 20
const LARGE = 64 * MIB
const SMALL = 4096
const CONNECTIONS = 16
const SMALL_OBJECTS = 2000
const ROUNDS = 7
const LISTED = 10_000
const BUCKET = 'bench-beside'

/** Our S3 door and another's, turn by turn in one run, by one client: what counts is the ratio. */
export const measureS3Beside: Scenario = async (platform) => {
  const home = platform.environment.MILLRACE_HOME ?? ''
  const ours: Peer = {
    name: 'millrace',
    url: platform.url,
    key: readProfile(home, 'governance-admin'),
  }
  await using theirs = await startVersitygw()
  const peers = [ours, theirs].map((peer) => ({
    name: peer.name,
    s3: s3Client(peer, CONNECTIONS),
  }))
  for (const { s3 } of peers) await s3({ method: 'PUT', path: `/${BUCKET}` })
  const figures: Figure[] = []
  const beside = async (scenario: string, unit: Figure['unit'], take: Take) => {
    const taken = await inTurns(peers, take)
    figures.push(
      ...taken.map(({ name, figure }) => ({ scenario: `${scenario}, ${name}`, figure, unit })),
    )
    return taken[0]?.figure ?? Number.NaN
  }
  const large = randomBytes(LARGE)
  const small = randomBytes(SMALL)
  const megabytes = (ms: number) => LARGE / 1e3 / ms
  await beside('s3 PUT 64 MiB', 'MB/s', async (s3, round) =>
    megabytes(
      await took(() => s3({ method: 'PUT', path: `/${BUCKET}/large/${round}`, body: large })),
    ),
  )
  await beside('s3 GET 64 MiB', 'MB/s', async (s3, round) =>
    megabytes(await took(() => s3({ method: 'GET', path: `/${BUCKET}/large/${round}` }))),
  )
  const rate = (ms: number) => (SMALL_OBJECTS * 1000) / ms
  const each = (s3: Client, method: string, path: (at: number) => string, body?: Buffer) =>
    took(() =>
      abreast(SMALL_OBJECTS, (at) => s3({ method, path: path(at), ...(body ? { body } : {}) })),
    )
  const key = (at: number) => `/${BUCKET}/small/${String(at % LISTED).padStart(6, '0')}`
  const puts = await beside('s3 PUT 4 KiB, 16 connections', 'per s', async (s3, round) =>
    rate(await each(s3, 'PUT', (at) => key(round * SMALL_OBJECTS + at), small)),
  )
  const commit = await commitMilliseconds(home)
  figures.push({ scenario: 'postgresql commit of one row, median', figure: commit, unit: 'ms' })
  figures.push({
    scenario: 's3 PUT 4 KiB over connections by commit latency',
    figure: puts / ((CONNECTIONS * 1000) / commit),
    unit: 'x',
  })
  await beside('s3 GET 4 KiB, 16 connections', 'per s', async (s3) =>
    rate(await each(s3, 'GET', (at) => key(at))),
  )
  for (const count of [1000, LISTED])
    await beside(`s3 LIST ${count} keys`, 'ms', (s3) => took(() => list(s3, count)))
  return figures
}

type Take = (s3: Client, round: number) => Promise<number>

async function took(work: () => Promise<unknown>): Promise<number> {
  const [milliseconds = Number.NaN] = await timed(1, work)
  return milliseconds
}

/** The median of each peer; each round asks all of them, so that a noisy minute hits them alike. */
async function inTurns(peers: readonly { name: string; s3: Client }[], take: Take) {
  const taken = peers.map(({ name }) => ({ name, figures: [] as number[] }))
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [at, { s3 }] of peers.entries()) taken[at]?.figures.push(await take(s3, round))
  return taken.map(({ name, figures }) => ({
    name,
    figure: median(figures.sort((one, other) => one - other)),
  }))
}

async function abreast(count: number, work: (at: number) => Promise<unknown>): Promise<void> {
  let next = 0
  const line = async () => {
    for (let at = next++; at < count; at = next++) await work(at)
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, line))
}

/** Pages of a thousand, as clients ask. */
async function list(s3: Client, count: number): Promise<void> {
  for (let from = 0; from < count; from += 1000) {
    const after = from === 0 ? '' : `&start-after=small%2F${String(from - 1).padStart(6, '0')}`
    await s3({ method: 'GET', path: `/${BUCKET}?list-type=2&prefix=small%2F${after}` })
  }
}
