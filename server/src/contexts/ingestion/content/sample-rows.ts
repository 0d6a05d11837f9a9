import type { Duckdb } from '../../../foundation/duckdb.ts'
import type { Column, Completeness, CsvDialect } from '../model/feed.ts'
import type { Format, Json } from '../model/format.ts'
import type { Evidence } from '../model/proposed-source.ts'
import { openJson } from './json.ts'
import { foundDialect } from './sample-dialect.ts'
import type { Source } from './source.ts'

export interface FoundRows {
  source: Source
  format: Format
  dialect?: Partial<CsvDialect>
  /** Where the text itself tells that it is whole. */
  complete?: Completeness
  evidence: Evidence[]
}

interface Given {
  path: string
  text: string
  /** Only the beginning is here. */
  cut: boolean
  write: (path: string, content: string) => Promise<void>
}

const HTML = /^\s*(<!doctype html|<html|<head)/i
const DATA_CELL = /^(-?\d+([.,]\d+)?|\d{4}-\d{2}-\d{2}.*)$/

/** How rows lie in a text. */
export async function foundRows(
  db: Duckdb,
  given: Given,
): Promise<FoundRows | { refusal: string }> {
  const { text } = given
  if (text.trim() === '') return { refusal: 'the file is empty' }
  if (HTML.test(text)) return { refusal: 'it is a web page, not data' }
  if (/^\s*</.test(text)) return { refusal: 'it is XML: how its rows are found must be written' }
  if (/^\s*[[{]/.test(text)) return await json(db, given)
  return await csv(db, given)
}

async function csv(db: Duckdb, given: Given): Promise<FoundRows | { refusal: string }> {
  const { path, cut, write } = given
  const trailer = cut ? undefined : trailerOf(given.text)
  const text = trailer?.before ?? given.text
  await write(path, text)
  const found = await foundDialect(db, path, text)
  if (!found)
    return {
      refusal:
        'no delimiter of comma, semicolon, tab and bar makes two columns of it: ' +
        'for places of fixed width or one column, write the format yourself',
    }
  const { dialect, source, rows, proved, why } = found
  const { encoding: _, ...written } = dialect
  const headless = source.header.some((cell) => DATA_CELL.test(cell))
  const header: Evidence = headless
    ? { about: 'format', text: 'its first line looks like data, and must be a header', sure: false }
    : { about: 'format', text: 'it is CSV with a header', sure: true }
  const whole = trailer && wholeBy(trailer, rows)
  return {
    ...{ source, format: { kind: 'csv' }, dialect: written },
    ...(whole && { complete: whole.complete }),
    evidence: [header, { about: 'dialect', text: why, sure: proved }, ...(whole?.evidence ?? [])],
  }
}

interface Trailer {
  line: string
  rows: number
  before: string
}

const TRAILER = /^((?:#|trailer|trl|tail|footer|end|eof|rows|count|total)\W+)(\d+)(\W*)$/i

/** A last line that is not like the others and ends in how many there are. */
function trailerOf(text: string): Trailer | undefined {
  const end = text.trimEnd()
  const at = end.lastIndexOf('\n')
  const last = end.slice(at + 1)
  const match = TRAILER.exec(last)
  if (at === -1 || !match) return undefined
  const [, head = '', rows = '', tail = ''] = match
  return { line: `${head}{rows}${tail}`, rows: Number(rows), before: end.slice(0, at + 1) }
}

const TRAILER_SECONDS = 60

function wholeBy({ line, rows }: Trailer, found: number) {
  if (rows !== found) return undefined
  const complete: Completeness = { rule: 'trailer', line, seconds: TRAILER_SECONDS }
  const text = `its last line tells how many rows it has: ${rows}`
  return { complete, evidence: [{ about: 'complete', text, sure: true } satisfies Evidence] }
}

async function json(db: Duckdb, given: Given): Promise<FoundRows | { refusal: string }> {
  const format = jsonFormat(given)
  if ('refusal' in format) return format
  await given.write(given.path, given.text)
  const open = (columns: readonly Column[]) => openJson(db, given.path, { format, columns })
  const looked = await open([])
  if ('finding' in looked) return { refusal: looked.finding.reason }
  const columns = looked.source.header.map((name) => ({ name, type: 'string' as const }))
  const opened = await open(columns)
  if ('finding' in opened) return { refusal: opened.finding.reason }
  const where = format.rows?.length ? `under ${format.rows.join(', ')}` : ''
  const words = format.kind === 'json' ? `objects in an array ${where}` : 'an object on each line'
  return {
    ...{ source: opened.source, format },
    evidence: [{ about: 'format', text: `it is JSON, ${words.trim()}`, sure: true }],
  }
}

function jsonFormat({ text, cut }: Given): Json | { refusal: string } {
  const [first = '', second = ''] = text.split('\n').filter((line) => line.trim() !== '')
  const object = (line: string) => isObject(parsed(line))
  if (object(first) && (second === '' || object(second))) {
    const rows = second === '' ? wayToRows(parsed(first)) : undefined
    return rows ? { kind: 'json', rows } : { kind: 'json-lines' }
  }
  if (cut) return { refusal: 'it is one JSON document, too large to be looked at here' }
  const document = parsed(text)
  if (Array.isArray(document)) return { kind: 'json' }
  const rows = wayToRows(document)
  return rows ? { kind: 'json', rows } : { refusal: 'it is JSON without an array of objects' }
}

const DEPTH_MAX = 4

/** The way to the first array of objects inside a document. */
function wayToRows(value: unknown, depth = 0): string[] | undefined {
  if (!isObject(value) || depth === DEPTH_MAX) return undefined
  for (const [name, inner] of Object.entries(value)) {
    if (Array.isArray(inner) && isObject(inner[0])) return [name]
    const way = wayToRows(inner, depth + 1)
    if (way) return [name, ...way]
  }
  return undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
