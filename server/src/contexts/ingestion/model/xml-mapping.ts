import { invalidFeed } from '../errors.ts'
import type { Xml } from './format.ts'

/** A name as a file has it: `{urn:x}price`, or `price` where it is of no namespace. */
export type XmlName = string

/** Where a column’s value is, from its row. */
export interface XmlPlace {
  /** How many elements up from the row. */
  up: number
  /** Elements down from there. */
  steps: readonly XmlName[]
  /** The value is this attribute of the last one, or else its text. */
  attribute?: XmlName
}

export interface XmlMapping {
  rows: readonly XmlName[]
  /** In the order of the columns. */
  places: readonly XmlPlace[]
}

// XML 1.0, productions 4 and 4a, without the colon.
const NAME = /^[\p{L}_][\p{L}\p{N}\p{M}_.\u00b7-]*$/u
const STEPS_MAX = 50

/** What a feed says of its columns’ places, read once. @throws ingestion.invalid-feed */
export function xmlMapping(format: Xml, columns: readonly { name: string }[]): XmlMapping {
  const { namespaces = {}, paths = [] } = format
  const names = paths.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw invalidFeed({ reason: `column "${twice}" has two paths` })
  const lost = names.find((name) => !columns.some((column) => column.name === name))
  if (lost !== undefined)
    throw invalidFeed({ reason: `there is no column "${lost}", which has a path` })
  const rows = parsePlace(format.rows, namespaces)
  if (rows.up > 0 || rows.attribute !== undefined || rows.steps.length === 0)
    throw refused(format.rows, 'leads to no element that could be a row')
  const byName = new Map(paths.map(({ name, path }) => [name, path]))
  const places = columns.map(({ name }) => {
    const path = byName.get(name) ?? name
    const place = parsePlace(path, namespaces)
    if (place.up >= rows.steps.length) throw refused(path, 'leads out of the document')
    return place
  })
  return { rows: rows.steps, places }
}

function parsePlace(path: string, namespaces: Readonly<Record<string, string>>): XmlPlace {
  const parts = path === '.' ? [] : path.split('/')
  const up = parts.findIndex((part) => part !== '..')
  const climbed = up === -1 ? parts.length : up
  const down = parts.slice(climbed)
  const last = down.at(-1)
  const attribute = last?.startsWith('@') ? last.slice(1) : undefined
  const elements = attribute === undefined ? down : down.slice(0, -1)
  if (parts.length > STEPS_MAX) throw refused(path, `has more than ${STEPS_MAX} steps`)
  if (down.length === 0 && climbed > 0) throw refused(path, 'leads to no value')
  return {
    up: climbed,
    steps: elements.map((step) => named(step, namespaces, { path, of: namespaces[''] })),
    ...(attribute !== undefined && {
      // An attribute without a prefix is of no namespace, whatever its element is of.
      attribute: named(attribute, namespaces, { path, of: undefined }),
    }),
  }
}

function named(
  step: string,
  namespaces: Readonly<Record<string, string>>,
  { path, of }: { path: string; of: string | undefined },
): XmlName {
  const [first = '', second, ...more] = step.split(':')
  const local = second ?? first
  if (more.length > 0 || !NAME.test(local)) throw refused(path, `has the step "${step}", no name`)
  if (second === undefined) return xmlName(local, of)
  if (first === '' || !Object.hasOwn(namespaces, first))
    throw refused(path, `has the prefix "${first}", which "namespaces" lacks`)
  return xmlName(local, namespaces[first])
}

function refused(path: string, what: string) {
  return invalidFeed({ reason: `the path "${path}" ${what}` })
}

export function xmlName(local: string, uri: string | undefined): XmlName {
  return uri === undefined || uri === '' ? local : `{${uri}}${local}`
}
