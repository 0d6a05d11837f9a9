import { invalidBook } from '../errors.ts'

/** A part of a document, and where it stands in it: `grants[3].permissions[0]`. */
export interface Place {
  value: unknown
  path: string
}

/** @throws governance.invalid-rule-book */
export function refuse(at: Pick<Place, 'path'>, reason: string): never {
  throw invalidBook({ path: at.path, reason })
}

/** The members of an object that has no others. @throws governance.invalid-rule-book */
export function membersOf<Name extends string>(
  place: Place,
  names: readonly Name[],
): { [One in Name]?: Place } {
  const entries = entriesOf(place)
  for (const [name, { path }] of entries)
    if (!(names as readonly string[]).includes(name))
      refuse({ path }, `there is no such member here; there are ${names.join(', ')}`)
  return Object.fromEntries(entries) as { [One in Name]?: Place }
}

export function entriesOf(place: Place): [string, Place][] {
  const { value, path } = place
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    refuse(place, `${wordOf(value)} stands where names with values must`)
  const prefix = path === '' ? '' : `${path}.`
  return Object.entries(value).map(([name, member]) => [
    name,
    { value: member, path: `${prefix}${name}` },
  ])
}

export function itemsOf(place: Place): Place[] {
  const { value, path } = place
  if (!Array.isArray(value))
    refuse(place, `${wordOf(value)} stands where a list must; a list without anything is []`)
  if (value.length > ITEMS_MAX) refuse(place, `a list of more than ${ITEMS_MAX} items`)
  return value.map((item, at) => ({ value: item, path: `${path}[${at}]` }))
}

const ITEMS_MAX = 100_000
const TEXT_LENGTH_MAX = 3000 // Lake Formation API: ExpressionString, the longest of them.

export function textAt(place: Place): string {
  const { value } = place
  if (typeof value !== 'string') refuse(place, `${wordOf(value)} stands where a text must`)
  if (value === '') refuse(place, 'a text stands here that is empty')
  if (value.length > TEXT_LENGTH_MAX) refuse(place, `a text of more than ${TEXT_LENGTH_MAX}`)
  return value
}

export function textsAt(place: Place): string[] {
  return itemsOf(place).map(textAt)
}

/** @throws governance.invalid-rule-book where there is none */
export function needed(
  place: Place,
  members: { [name: string]: Place | undefined },
  name: string,
): Place {
  return members[name] ?? refuse(place, `"${name}" is missing`)
}

function wordOf(value: unknown): string {
  if (value === '' || value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  return `${typeof value === 'number' ? 'the number ' : ''}"${String(value).slice(0, 100)}"`
}
