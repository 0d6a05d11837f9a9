import { createHash } from 'node:crypto'
import { ordered } from './ordered.ts'
import type { Predicate } from './predicate.ts'
import type { Access } from './table-access.ts'

/**
 * What of a table keys for its files open. It travels in the keys themselves, so that where they
 * are used it can be held against the rules of that moment.
 */
interface View {
  /** The table's own files, and with them whatever columns come or were. */
  base?: true
  /** Of a projection: field ids of the readable columns, as `1-40,42`. */
  columns?: string
  /** Which rows and cells; absent: all of them. */
  rows?: string
  writes?: true
}

export type Use = 'read' | 'write'

/** As short a text as it can be: each request carries it. */
export function viewText(access: Access): string {
  const view: View = {
    ...(access.permissions.has('SELECT') && readsOf(access)),
    ...(writes(access) && { writes: true }),
  }
  return JSON.stringify(view)
}

/**
 * Whether `access` still gives what a view opened. Columns that are no more (`existing` has those
 * that are) are missed by nobody, and what has grown holds what there was only where it is whole.
 */
export function stillGiven(
  text: string,
  { access, existing, use }: { access: Access; existing: ReadonlySet<number>; use: Use },
): boolean {
  const { base, columns, rows } = JSON.parse(text) as View
  // Keys that write and do not read have neither.
  if (use === 'write' || !(base || columns !== undefined)) return writes(access)
  if (!access.permissions.has('SELECT')) return false
  if (!access.restricted) return true
  if (base || columns === undefined) return false
  return rows === rowsOf(access).rows && idsIn(columns, existing).isSubsetOf(access.columns)
}

/** Whether `access` gives what keys opened whose holder was to make the table. */
export function wholeGiven(access: Access, use: Use): boolean {
  if (use === 'write') return writes(access)
  return access.permissions.has('SELECT') && !access.restricted
}

function readsOf(access: Access): View {
  if (!access.restricted) return { base: true }
  return { columns: rangesOf(access.columns), ...rowsOf(access) }
}

function writes({ permissions }: Access): boolean {
  return permissions.has('INSERT') || permissions.has('DELETE')
}

function rowsOf({ rowFilter, cellFilters }: Access): Pick<View, 'rows'> {
  if (rowFilter === undefined && cellFilters.size === 0) return {}
  const cells = [...cellFilters].sort(([one], [other]) => one - other)
  const settled = [rowFilter && inOrder(rowFilter), cells.map(([id, rows]) => [id, inOrder(rows)])]
  const text = JSON.stringify(ordered(settled))
  return { rows: createHash('sha256').update(text).digest('base64url') }
}

/** Which grant came first is nobody’s matter. */
function inOrder(rows: Predicate): Predicate {
  if ('term' in rows) return { ...rows, term: inOrder(rows.term) }
  if (!('terms' in rows)) return rows
  const terms = rows.terms
    .map(inOrder)
    .map((term) => [JSON.stringify(ordered(term)), term] as const)
  return {
    ...rows,
    terms: terms.sort(([one], [other]) => (one < other ? -1 : 1)).map(([, term]) => term),
  }
}

function rangesOf(ids: ReadonlySet<number>): string {
  const ranges: [number, number][] = []
  for (const id of [...ids].sort((one, other) => one - other)) {
    const last = ranges.at(-1)
    if (last?.[1] === id - 1) last[1] = id
    else ranges.push([id, id])
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',')
}

/** Those of the ranges that are among `existing`. */
function idsIn(ranges: string, existing: ReadonlySet<number>): Set<number> {
  const bounds = ranges === '' ? [] : ranges.split(',').map((range) => range.split('-').map(Number))
  const within = (id: number) => bounds.some(([from = 0, to = from]) => from <= id && id <= to)
  return new Set([...existing].filter(within))
}
