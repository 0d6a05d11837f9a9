import { unreadableContent } from '../errors.ts'
import type { Column } from '../model/feed.ts'
import type { XmlMapping, XmlName } from '../model/xml-mapping.ts'
import { ROW_CHARACTERS_MAX, rowTooLong, type TextRow } from './row-file.ts'
import { NIL, ownName, type XmlHandlers } from './xml-reader.ts'
import { waysOf, type XmlWay } from './xml-ways.ts'

export interface XmlRows {
  handlers: XmlHandlers
  /** Rows that were finished since it was asked before. */
  taken(): TextRow[]
  /** Names of columns that had a value somewhere, and of what no path leads to. */
  header(): string[]
}

interface Element {
  ways: readonly XmlWay[]
  /** Where a column’s value is its text. */
  text: string | undefined
  nil: boolean
  holdsElements: boolean
}

interface Reading {
  mapping: XmlMapping
  columns: readonly Column[]
  nulls: readonly string[]
  ways: ReadonlyMap<number, XmlWay>
  open: Element[]
  /** How many of the open elements lead to rows, and how many ever did. */
  matched: number
  matchedMax: number
  /** By depth: what an element that values are counted from has told so far. */
  anchors: { cells: Map<number, string | null>; rowsIn: boolean }[]
  /** Why the row that is read is none. */
  broken: string | undefined
  characters: number
  done: TextRow[]
  rows: number
  document: XmlName
  seen: Set<number>
  /** What no path leads to: in rows, and beside them. */
  strangers: Set<string>
  beside: Set<XmlName>
}

const STRANGERS_MAX = 10_000
const SPACE = ' \t\r\n'

/**
 * Turns the elements of a document into rows, as they are told. A value that is there twice, or
 * holds elements, makes its row none; one that comes after rows it is about ends the document, for
 * they are gone by then.
 */
export function xmlRows(
  mapping: XmlMapping,
  of: { columns: readonly Column[]; nulls: readonly string[] },
): XmlRows {
  const reading: Reading = {
    ...{ mapping, ...of, ways: waysOf(mapping), open: [], matched: 0, matchedMax: 0, anchors: [] },
    ...{ broken: undefined, characters: 0, done: [], rows: 0, document: '' },
    ...{ seen: new Set(), strangers: new Set(), beside: new Set() },
  }
  return {
    handlers: {
      opened: (name, attributes) => opened(reading, name, attributes),
      text: (said) => heard(reading, said),
      closed: () => closed(reading),
    },
    taken: () => reading.done.splice(0),
    header: () => headerOf(reading),
  }
}

function opened(reading: Reading, name: XmlName, attributes: ReadonlyMap<XmlName, string>): void {
  const { open, mapping, ways } = reading
  const parent = open.at(-1)
  if (parent) parent.holdsElements = true
  else reading.document = name
  const depth = open.length + 1
  const inRow = reading.matched === mapping.rows.length
  const leads = reading.matched === depth - 1 && mapping.rows[depth - 1] === name
  const next = (parent?.ways ?? []).flatMap((way) => way.steps.get(name) ?? [])
  if (leads) {
    reading.matched = depth
    reading.matchedMax = Math.max(reading.matchedMax, depth)
    reading.anchors[depth] = { cells: new Map(), rowsIn: false }
    next.push(...[ways.get(depth)].filter((way) => way !== undefined))
  } else if (next.length === 0) noteStranger(reading, { name, inRow, depth })
  const text = next.some(({ columns }) => columns.length > 0) ? '' : undefined
  const nil = ['true', '1'].includes(attributes.get(NIL) ?? '')
  open.push({ ways: next, text, nil, holdsElements: false })
  const ofRow = inRow || reading.matched === mapping.rows.length
  for (const [attribute, value] of attributes)
    if (ownName(attribute)) atAttribute(reading, { ways: next, attribute, value, ofRow })
}

/** An element that is neither a row nor on the way to a value. */
function noteStranger(
  { matched, mapping, open, strangers, beside }: Reading,
  { name, inRow, depth }: { name: XmlName; inRow: boolean; depth: number },
): void {
  if (inRow && (open.at(-1)?.ways.length ?? 0) > 0) note(strangers, name)
  if (!inRow && depth === mapping.rows.length && matched === depth - 1) note(beside, name)
}

function note(names: Set<string>, name: string): void {
  names.add(name)
  if (names.size > STRANGERS_MAX)
    throw unreadableContent({ reason: `its rows have more than ${STRANGERS_MAX} members` })
}

function atAttribute(
  reading: Reading,
  of: { ways: readonly XmlWay[]; attribute: XmlName; value: string; ofRow: boolean },
): void {
  const { ways, attribute, value, ofRow } = of
  const found = ways.filter((way) => way.attributes.has(attribute))
  if (found.length > 0) count(reading, value)
  for (const way of found)
    for (const column of way.attributes.get(attribute) ?? [])
      put(reading, { column, way, said: value })
  if (ofRow && ways.length > 0 && found.length === 0) note(reading.strangers, `@${attribute}`)
}

function heard(reading: Reading, said: string): void {
  const element = reading.open.at(-1)
  if (element?.text === undefined) return
  count(reading, said)
  element.text += said
}

function count(reading: Reading, said: string): void {
  reading.characters += said.length
  if (reading.characters > ROW_CHARACTERS_MAX) throw rowTooLong()
}

function closed(reading: Reading): void {
  const { open, mapping } = reading
  const element = open.pop()
  for (const way of element?.ways ?? [])
    for (const column of way.columns)
      put(reading, {
        ...{ column, way, said: element?.nil ? null : (element?.text ?? '') },
        problem: element?.holdsElements ? 'it holds elements, not a value' : undefined,
      })
  if (reading.matched <= open.length) return
  if (reading.matched === mapping.rows.length) finishRow(reading)
  reading.matched = open.length
}

function put(
  reading: Reading,
  of: { column: number; way: XmlWay; said: string | null; problem?: string | undefined },
): void {
  const { column, way, said } = of
  const anchor = reading.anchors[way.anchor]
  const { name, type } = reading.columns[column] ?? { name: '', type: 'string' }
  const twice = anchor?.cells.has(column) ? 'there is more than one value' : undefined
  const late = anchor?.rowsIn ? 'its value comes after rows that it is about' : undefined
  const problem = late ?? twice ?? of.problem
  if (problem !== undefined && way.anchor < reading.mapping.rows.length)
    throw unreadableContent({ reason: `column "${name}": ${problem}` })
  if (problem !== undefined) reading.broken ??= `column "${name}": ${problem}`
  reading.seen.add(column)
  if (twice) return
  const text = said !== null && type !== 'string' ? trimmed(said) : said
  anchor?.cells.set(column, text === null || reading.nulls.includes(text) ? null : text)
}

/**
 * XML Schema, "whiteSpace": it belongs to a text, and to nothing else. By hand, for an expression
 * looks at blanks inside of a text again from each of them.
 */
function trimmed(text: string): string {
  let [from, to] = [0, text.length]
  while (from < to && SPACE.includes(text.charAt(from))) from += 1
  while (from < to && SPACE.includes(text.charAt(to - 1))) to -= 1
  return text.slice(from, to)
}

function finishRow(reading: Reading): void {
  const { mapping, anchors, broken, done } = reading
  const cells = mapping.places.map(
    ({ up }, column) => anchors[mapping.rows.length - up]?.cells.get(column) ?? null,
  )
  done.push({ cells, ...(broken !== undefined && { broken }) })
  // The row itself is over; what lies around it is not.
  for (const anchor of anchors) if (anchor) anchor.rowsIn = true
  reading.broken = undefined
  reading.characters = 0
  reading.rows += 1
}

/** Of a document without rows it must be sure that there are none, and not others. */
function headerOf(reading: Reading): string[] {
  const { mapping, matchedMax, document, rows, columns, seen, strangers, beside } = reading
  const path = mapping.rows.join('/')
  if (matchedMax < mapping.rows.length - 1 || (matchedMax === 0 && rows === 0))
    throw unreadableContent({ reason: `there is no "${path}" in it; its element is "${document}"` })
  const names = columns.map(({ name }) => name)
  if (rows > 0)
    return [...names.filter((_name, column) => seen.has(column)), ...strangers, ...beside]
  const [other] = beside
  if (other !== undefined)
    throw unreadableContent({ reason: `there is no "${path}" in it, but "${other}" in its place` })
  return names
}
