import { invalidSession } from '../errors.ts'

/** What one driver is given. */
export interface BoxSize {
  cores: number
  /** Of the whole box. */
  memoryMib: number
  jvmMib: number
  temporaryMib: number
}

/** What a session or run is given: a driver, and executors where its cluster has workers. */
export interface Plan extends BoxSize {
  executors?: Executors
}

export interface Executors {
  count: number
  size: BoxSize
}

/** What Spark's settings ask for. */
interface SizeWish {
  driverCores: number
  driverMib: number
  executors: number
  executorCores: number
  executorMib: number
}

/** Spark's settings of size: they are kept by the driver's box, and Spark need not know them. */
export const SIZE_SETTINGS = [
  'spark.driver.cores',
  'spark.driver.memory',
  'spark.executor.instances',
  'spark.executor.cores',
  'spark.executor.memory',
] as const

/** The most that one driver could ever have. */
interface Most {
  cpu: number
  memoryBytes: number
}

type Conf = Readonly<Record<string, string>>

/**
 * The driver that `conf` asks for. Executors run inside of it, so it has room for them too, as far
 * as `most` allows: an application that asks for more executors than there are gets fewer. The
 * driver’s own part is not made smaller; where it does not fit, admission refuses it.
 *
 * @throws sessions.invalid-session
 */
export function sizeOf(conf: Conf, standard: BoxSize, most: Most): BoxSize {
  const wish = wishOf(conf)
  const beside = standard.memoryMib - standard.jvmMib // Python, files, and the JVM’s own needs.
  const own = Math.max(standard.jvmMib, wish.driverMib)
  const room = Math.floor(most.memoryBytes / MIB) - beside
  const asked = wish.driverMib + wish.executors * wish.executorMib
  const jvmMib = Math.max(own, Math.min(asked, room))
  const parallel = Math.max(standard.cores, wish.driverCores, wish.executors * wish.executorCores)
  const cores = Math.max(wish.driverCores, Math.min(parallel, Math.floor(most.cpu)), 1)
  return { ...boxed(standard), cores, jvmMib, memoryMib: jvmMib + beside }
}

/**
 * The driver and executors that `conf` asks for on a cluster with `workers`: one for each, unless
 * it says otherwise, and fewer where `most` allows no more. `share` is the part of cores that
 * counts.
 *
 * @throws sessions.invalid-session
 */
export function planOf(
  conf: Conf,
  standard: BoxSize,
  { workers, most, share }: { workers: number; most: Most; share: number },
): Plan {
  if (workers === 0) return sizeOf(conf, standard, most)
  const wish = wishOf(conf)
  const beside = standard.memoryMib - standard.jvmMib
  const sized = (cores: number, jvmMib: number): BoxSize => ({
    ...boxed(standard),
    ...{ cores, jvmMib, memoryMib: jvmMib + beside },
  })
  const cores = Math.max(standard.cores, wish.driverCores)
  const driver = sized(cores, Math.max(standard.jvmMib, wish.driverMib))
  const size = sized(wish.executorCores, wish.executorMib || standard.jvmMib)
  const wanted = count(conf, 'spark.executor.instances', workers)
  const own = capacityOf(driver, LEADING_SHARE)
  const byMemory = Math.floor((most.memoryBytes / MIB - own.memoryMib) / size.memoryMib)
  const byCores = Math.floor((most.cpu - own.cpu) / (size.cores * share))
  // At least one: where that does not fit, admission says which maximum stands in the way.
  return { ...driver, executors: { count: Math.max(1, Math.min(wanted, byMemory, byCores)), size } }
}

/** A driver whose executors do the work. */
const LEADING_SHARE = 0.25

/** What of a plan counts at its place. */
export function capacityOf(
  { executors, ...driver }: Plan,
  share: number,
): { cpu: number; memoryMib: number; temporaryMib: number } {
  const { cores, memoryMib, temporaryMib } = driver
  if (!executors) return { cpu: cores * share, memoryMib, temporaryMib }
  const { count: number, size } = executors
  return {
    cpu: cores * LEADING_SHARE + number * size.cores * share,
    memoryMib: memoryMib + number * size.memoryMib,
    temporaryMib: temporaryMib + number * size.temporaryMib,
  }
}

export function boxed({ cores, memoryMib, jvmMib, temporaryMib }: BoxSize): BoxSize {
  return { cores, memoryMib, jvmMib, temporaryMib }
}

export function sameSize(one: BoxSize, other: BoxSize): boolean {
  return JSON.stringify(boxed(one)) === JSON.stringify(boxed(other))
}

/** What is left for Spark when the size is taken out. */
export function withoutSize(conf: Conf): Record<string, string> {
  const names: readonly string[] = SIZE_SETTINGS
  return Object.fromEntries(Object.entries(conf).filter(([name]) => !names.includes(name)))
}

const MIB = 2 ** 20
const COUNT_MAX = 10_000

function wishOf(conf: Conf): SizeWish {
  const executorSettings = SIZE_SETTINGS.filter((name) => name.startsWith('spark.executor.'))
  const named = executorSettings.some((name) => conf[name] !== undefined)
  return {
    driverCores: count(conf, 'spark.driver.cores', 0),
    driverMib: memory(conf, 'spark.driver.memory'),
    executors: count(conf, 'spark.executor.instances', named ? 1 : 0),
    executorCores: count(conf, 'spark.executor.cores', 1),
    executorMib: memory(conf, 'spark.executor.memory'),
  }
}

function count(conf: Conf, name: (typeof SIZE_SETTINGS)[number], otherwise: number): number {
  const text = conf[name]
  if (text === undefined) return otherwise
  const value = Number(text)
  if (/^\d+$/.test(text) && value <= COUNT_MAX) return value
  throw invalidSession({ reason: `${name} "${text}" is no number from 0 to ${COUNT_MAX}` })
}

const UNITS: Readonly<Record<string, number>> = { k: 1 / 1024, m: 1, g: 1024, t: 1024 ** 2 }

/** `512m`, `2G`, `2gb`; a bare number is of MiB, as Spark reads it. */
function memory(conf: Conf, name: (typeof SIZE_SETTINGS)[number]): number {
  const text = conf[name]
  if (text === undefined) return 0
  const [, amount, unit = 'm'] = /^(\d{1,9})([kmgt])?b?$/i.exec(text.trim()) ?? []
  const factor = UNITS[unit.toLowerCase()]
  if (amount === undefined || factor === undefined)
    throw invalidSession({ reason: `${name} "${text}" is no amount of memory` })
  return Math.ceil(Number(amount) * factor)
}
