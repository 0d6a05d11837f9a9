/** Writes what the vendor delivers into the directories that its servers show. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync, zstdDecompressSync } from 'node:zlib'
import {
  dayAfter,
  daysThrough,
  FIRST_DAY,
  type FlightDelivery,
  flightsDeliveredFor,
  LAST_DAY,
  monthCompletedBy,
  publishedAt,
} from './calendar.ts'

/** Puts a file into the vendor's bucket; absent until the bucket is known. */
export type PutObject = (key: string, body: Buffer) => Promise<void>

export interface Deliveries {
  /** The day up to which all was delivered, if any. */
  through(): string | undefined
  /** Delivers what is due up to `day`; answers the paths of the new files. */
  deliverThrough(day: string): Promise<string[]>
  /** From now on, and for what was delivered before, files also go into the bucket. */
  useBucket(put: PutObject): Promise<void>
}

type Lines = { header: string; byDay: Map<string, string[]> }

const MONTH_COLUMN = 1
const FLIGHT_ARRIVAL_DELAY = 8
const FLIGHT_HOUR = 16
const EVENING_HOUR = 18
/** A broken-off upload ends after this share of its bytes. */
const TRUNCATED_SHARE = 0.6
/** So far before the end of a line: inside it, with cells missing. */
const TRUNCATED_BYTES = 40

export async function openDeliveries(options: { data: string; root: string }): Promise<Deliveries> {
  const { data, root } = options
  const flights = byDay(await unpacked(data, 'flights'), MONTH_COLUMN)
  const weather = byDay(await unpacked(data, 'weather'), MONTH_COLUMN + 1)
  const objects = new Map<string, Buffer>()
  let bucket: PutObject = async () => {}
  // A vendor that is started again goes on where it was: its files are still there.
  const note = join(root, 'through')
  let through = existsSync(note) ? readFileSync(note, 'utf8') : undefined

  const put = async (key: string, body: Buffer) => {
    objects.set(key, body)
    await bucket(key, body)
    return [`s3/${key}`]
  }
  const reference = async () => [
    ...(await place(root, 'ftp/planes-2013.csv', await unpacked(data, 'planes'))),
    ...(await put('reference/airports.csv', await unpacked(data, 'airports'))),
    ...(await put('reference/airlines.csv', await unpacked(data, 'airlines'))),
  ]
  const deliverDay = async (day: string) => {
    const paths = day === FIRST_DAY ? await reference() : []
    for (const delivery of flightsDeliveredFor(day))
      paths.push(...(await placeFlights(root, flights, { delivery, day })))
    const month = monthCompletedBy(day)
    const name = `https/weather-${month}.csv`
    if (month) paths.push(...(await placeReady(root, name, { bytes: of(weather, month), day })))
    return paths
  }
  return {
    through: () => through,
    deliverThrough: async (last) => {
      const paths: string[] = []
      const first = through === undefined ? FIRST_DAY : dayAfter(through)
      for (const day of daysThrough(first, last).filter((due) => due <= LAST_DAY)) {
        paths.push(...(await deliverDay(day)))
        through = day
        await writeFile(note, day)
      }
      return paths
    },
    useBucket: async (given) => {
      bucket = given
      for (const [key, body] of objects) await given(key, body)
    },
  }
}

async function unpacked(data: string, name: string): Promise<Buffer> {
  return zstdDecompressSync(await readFile(join(data, `${name}.csv.zst`)))
}

function byDay(csv: Buffer, monthColumn: number): Lines {
  const [header = '', ...lines] = csv.toString('utf8').trimEnd().split('\n')
  const days = new Map<string, string[]>()
  for (const line of lines) {
    const [month = '', day = ''] = line.split(',', monthColumn + 2).slice(monthColumn)
    const key = `2013-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
    const known = days.get(key)
    if (known) known.push(line)
    else days.set(key, [line])
  }
  return { header, byDay: days }
}

/** All lines of the days that begin with `prefix`. */
function of({ header, byDay: days }: Lines, prefix: string): Buffer {
  const lines = [...days].filter(([day]) => day.startsWith(prefix)).flatMap(([, some]) => some)
  return Buffer.from(`${[header, ...lines].join('\n')}\n`)
}

async function placeFlights(
  root: string,
  flights: Lines,
  { delivery, day }: { delivery: FlightDelivery; day: string },
): Promise<string[]> {
  const name = `sftp/flights/flights-${delivery.contextDate}.csv.gz`
  const whole = of(flights, delivery.contextDate)
  return await placeReady(root, name, { bytes: gzipSync(spoiled(whole, delivery.quality)), day })
}

/** A file, and after it another that says what it must be and when it was published. */
async function placeReady(
  root: string,
  name: string,
  { bytes, day }: { bytes: Buffer; day: string },
): Promise<string[]> {
  const ready = {
    file: name.split('/').pop(),
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    published_at: publishedAt(day),
    // The year is over: that the vendor published then is part of the play.
    simulated: true,
  }
  await place(root, name, bytes)
  await place(root, `${name}.ready`, Buffer.from(`${JSON.stringify(ready)}\n`))
  return [name, `${name}.ready`]
}

function spoiled(whole: Buffer, quality: FlightDelivery['quality']): Buffer {
  if (quality === 'whole') return whole
  if (quality === 'truncated') {
    const end = whole.indexOf('\n', Math.floor(whole.length * TRUNCATED_SHARE))
    return whole.subarray(0, end - TRUNCATED_BYTES)
  }
  const lines = whole.toString('utf8').split('\n')
  return Buffer.from(lines.map(preliminary).join('\n'))
}

/** Evening flights' arrival delays were not known yet. */
function preliminary(line: string, index: number): string {
  const cells = line.split(',')
  if (index === 0 || Number(cells[FLIGHT_HOUR]) < EVENING_HOUR) return line
  return cells.map((cell, at) => (at === FLIGHT_ARRIVAL_DELAY ? 'NA' : cell)).join(',')
}

/** Under a temporary name first, so that nobody sees half a file. */
async function place(root: string, name: string, body: Buffer): Promise<string[]> {
  const path = join(root, name)
  await mkdir(join(path, '..'), { recursive: true })
  await writeFile(`${path}.part`, body)
  await rename(`${path}.part`, path)
  return [name]
}
