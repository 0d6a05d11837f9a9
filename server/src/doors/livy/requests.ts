import {
  type CreateBatch,
  type CreateSession,
  REQUIREMENTS,
} from '../../contexts/sessions/index.ts'
import { malformedRequest } from './errors.ts'

type Json = Record<string, unknown>

/** Livy’s fields of size are settings of Spark. @see Livy `POST /sessions` */
const SETTINGS: Readonly<Record<string, string>> = {
  driverMemory: 'spark.driver.memory',
  driverCores: 'spark.driver.cores',
  executorMemory: 'spark.executor.memory',
  executorCores: 'spark.executor.cores',
  numExecutors: 'spark.executor.instances',
}
/** Lists that are settings of Spark too. */
const LISTS: Readonly<Record<string, string>> = {
  files: 'spark.files',
  archives: 'spark.archives',
}
const PYTHON_FILES = { pyFiles: 'spark.submit.pyFiles' }
const NOT_OFFERED: Readonly<Record<string, string>> = {
  jars: 'the class path is set when a driver starts, before it has anybody’s rights',
  queue: 'queues are those of clusters and applications',
  className: 'scripts are Python',
}

export function parseSession(body: Json, query: URLSearchParams): CreateSession {
  refuse(body)
  const kind = text(body, 'kind')
  const idleSecondsMax = seconds(text(body, 'idleTimeout') ?? text(body, 'ttl'))
  const code = parseCode(body, query)
  return {
    ...code,
    conf: { ...code.conf, ...listed(body, PYTHON_FILES) },
    ...(kind === undefined ? {} : { kind }),
    ...(idleSecondsMax === undefined ? {} : { idleSecondsMax }),
  }
}

export function parseBatch(body: Json, query: URLSearchParams): CreateBatch {
  refuse(body)
  const file = text(body, 'file')
  if (file === undefined) throw malformedRequest({ reason: '"file" is missing' })
  return {
    ...parseCode(body, query),
    file,
    args: texts(body, 'args'),
    modules: texts(body, 'pyFiles'),
  }
}

/** Identity is checked, not taken. */
function parseCode(body: Json, query: URLSearchParams) {
  const conf = body.conf ?? {}
  if (typeof conf !== 'object' || conf === null || Array.isArray(conf))
    throw malformedRequest({ reason: '"conf" is not an object' })
  const sizes = Object.entries(SETTINGS).flatMap(([field, setting]) => {
    const value = body[field] ?? undefined
    return value === undefined ? [] : [[setting, String(value)] as const]
  })
  const proxyUser = query.get('doAs') ?? text(body, 'proxyUser')
  const name = text(body, 'name')
  return {
    conf: {
      ...Object.fromEntries(Object.entries(conf).map(([key, value]) => [key, String(value)])),
      ...Object.fromEntries(sizes),
      ...listed(body, LISTS),
      ...required(body),
    },
    ...(name === undefined ? {} : { name }),
    ...(proxyUser === undefined ? {} : { proxyUser }),
  }
}

/** `files: [a, b]` as Spark has it: `a,b`; a comma in a location would make two of it. */
function listed(body: Json, settings: Readonly<Record<string, string>>): Record<string, string> {
  const found = Object.entries(settings).map(([field, setting]) => {
    const locations = texts(body, field)
    if (locations.some((one) => one.includes(',')))
      throw malformedRequest({ reason: `"${field}" has a location with a comma` })
    return [setting, locations.join()] as const
  })
  return Object.fromEntries(found.filter(([, value]) => value !== ''))
}

/** `requirements: ["a>=1", "b"]`, which Livy has not and sparkmagic passes on. */
function required(body: Json): Record<string, string> {
  const wanted = texts(body, 'requirements').map((one) =>
    one.trim().replaceAll(/\s*([<>=!~,]+)\s*/g, '$1'),
  )
  if (wanted.some((one) => /\s/.test(one)))
    throw malformedRequest({ reason: '"requirements" has an entry that is not one package' })
  return wanted.length === 0 ? {} : { [REQUIREMENTS]: wanted.join(' ') }
}

function refuse(body: Json): void {
  for (const [field, reason] of Object.entries(NOT_OFFERED)) {
    const value = body[field] ?? []
    const given = Array.isArray(value) ? value.length > 0 : value !== 'default'
    if (given) throw malformedRequest({ reason: `"${field}" is not offered: ${reason}` })
  }
}

export function parseStatement(body: Json): { code: string; kind?: string } {
  const code = text(body, 'code')
  const kind = text(body, 'kind')
  if (code === undefined) throw malformedRequest({ reason: '"code" is missing' })
  return { code, ...(kind === undefined ? {} : { kind }) }
}

export function parseCompletion(body: Json): { code: string; cursor: number } {
  const { code } = parseStatement(body)
  const cursor = Number(body.cursor ?? code.length)
  if (!Number.isInteger(cursor)) throw malformedRequest({ reason: '"cursor" is not a number' })
  return { code, cursor }
}

export function parseBody(bytes: Buffer): Json {
  if (bytes.length === 0) return {}
  const parsed = tryParse(bytes.toString())
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw malformedRequest({ reason: 'the body is not a JSON object' })
  return parsed as Json
}

const PAGE_SIZE = 100 // Livy's default.

export function parsePage(query: URLSearchParams): { from: number; size: number } {
  return { from: number(query, 'from', 0), size: number(query, 'size', PAGE_SIZE) }
}

/** Livy's log: without `from` or with a negative one the tail; a negative size is all of it. */
export function logPage(lines: readonly string[], query: URLSearchParams) {
  const size = number(query, 'size', PAGE_SIZE)
  const wanted = size < 0 ? lines.length : size
  const asked = number(query, 'from', -1)
  const from = asked < 0 ? Math.max(0, lines.length - wanted) : asked
  return { from, total: lines.length, log: lines.slice(from, from + wanted) }
}

function tryParse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw malformedRequest({ reason: 'the body is not JSON' }, { cause })
  }
}

function text(body: Json, name: string): string | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw malformedRequest({ reason: `"${name}" is not a string` })
  return value
}

function texts(body: Json, name: string): string[] {
  const value = body[name] ?? []
  const list = Array.isArray(value) && value.every((one) => typeof one === 'string')
  if (!list) throw malformedRequest({ reason: `"${name}" is not a list of strings` })
  return value
}

function number(query: URLSearchParams, name: string, otherwise: number): number {
  const value = Number(query.get(name) ?? otherwise)
  if (!Number.isInteger(value)) throw malformedRequest({ reason: `"${name}" is not a number` })
  return value
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, min: 60, h: 3600, d: 86_400 }

/** `10m`, `2h`, `900s`: Livy's durations. */
function seconds(duration: string | undefined): number | undefined {
  if (duration === undefined) return undefined
  const [, count, unit = 's'] = /^(\d{1,7})(s|m|min|h|d)?$/.exec(duration) ?? []
  const factor = UNITS[unit]
  if (count === undefined || factor === undefined)
    throw malformedRequest({ reason: `"${duration}" is not a duration` })
  return Number(count) * factor
}
