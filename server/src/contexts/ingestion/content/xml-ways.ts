import type { XmlMapping, XmlName } from '../model/xml-mapping.ts'

/** Elements that lead to values, from the one that they are counted from. */
export interface XmlWay {
  /** The depth of that one, from 1. */
  anchor: number
  steps: Map<XmlName, XmlWay>
  /** Columns whose values are the element’s text, and its attributes. */
  columns: number[]
  attributes: Map<XmlName, number[]>
}

/** By the depth that they begin at: that of a row, or of what lies around rows. */
export function waysOf({ rows, places }: XmlMapping): ReadonlyMap<number, XmlWay> {
  const ways = new Map<number, XmlWay>()
  for (const [column, { up, steps, attribute }] of places.entries()) {
    const anchor = rows.length - up
    let way = made(ways, anchor, anchor)
    for (const step of steps) way = made(way.steps, step, anchor)
    if (attribute === undefined) way.columns.push(column)
    else way.attributes.set(attribute, [...(way.attributes.get(attribute) ?? []), column])
  }
  return ways
}

function made<Key>(ways: Map<Key, XmlWay>, key: Key, anchor: number): XmlWay {
  const known = ways.get(key)
  if (known) return known
  const way: XmlWay = { anchor, steps: new Map(), columns: [], attributes: new Map() }
  ways.set(key, way)
  return way
}
