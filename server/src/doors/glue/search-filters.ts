import type { PropertyPredicate, SortCriterion } from '@aws-sdk/client-glue'
import { type Dataset, external, virtual } from '../../contexts/catalog/index.ts'
import { invalidInput } from './errors.ts'

type Fits = (table: Dataset) => boolean
type Order = (one: Dataset, other: Dataset) => number

const TEXTS: Readonly<Record<string, (table: Dataset) => string>> = {
  name: ({ name }) => name,
  databasename: ({ database }) => database,
  tabletype: (table) => {
    if (virtual(table)) return 'VIRTUAL_VIEW'
    return external(table) ? String(table.definition.kept.TableType ?? '') : 'EXTERNAL_TABLE'
  },
  classification: (table) => {
    if (virtual(table)) return ''
    return external(table) ? (table.definition.properties.classification ?? '') : 'iceberg'
  },
}

const INSTANTS: Readonly<Record<string, (table: Dataset) => Date>> = {
  createtime: ({ createdAt }) => createdAt,
  updatetime: ({ updatedAt }) => updatedAt,
}

const KEYS = 'Name, DatabaseName, TableType, Classification, CreateTime, UpdateTime'

/** All of the filters. @throws glue.invalid-input */
export function searchFilter(predicates: readonly PropertyPredicate[]): Fits {
  const filters = predicates.map(filterOf)
  return (table) => filters.every((fits) => fits(table))
}

function filterOf({ Key = '', Value = '', Comparator = 'EQUALS' }: PropertyPredicate): Fits {
  const text = known(TEXTS, Key)
  if (text) {
    const wanted = Value.toLowerCase()
    return (table) => tokensOf(text(table)).includes(wanted)
  }
  const instant = known(INSTANTS, Key)
  if (!instant) throw invalidInput({ reason: `Filters by "${Key}" are not known, but by ${KEYS}` })
  const at = instantOf(Value)
  return (table) => compared(instant(table).getTime() - at, Comparator)
}

/** A text as a whole, and its parts between signs. */
function tokensOf(text: string): string[] {
  const folded = text.toLowerCase()
  return [folded, ...folded.split(/[^\p{L}\p{N}]+/u)]
}

function instantOf(value: string): number {
  const number = /^\d{9,13}$/.test(value) ? Number(value) : Number.NaN
  const at = Number.isNaN(number) ? Date.parse(value) : number < 1e11 ? number * 1000 : number
  if (Number.isNaN(at)) throw invalidInput({ reason: `"${value}" is no time` })
  return at
}

function compared(difference: number, comparator: string): boolean {
  switch (comparator) {
    case 'EQUALS':
      return difference === 0
    case 'GREATER_THAN':
      return difference > 0
    case 'LESS_THAN':
      return difference < 0
    case 'GREATER_THAN_EQUALS':
      return difference >= 0
    case 'LESS_THAN_EQUALS':
      return difference <= 0
    default:
      throw invalidInput({ reason: `Comparator "${comparator}" is not known` })
  }
}

/** @throws glue.invalid-input */
export function searchOrder(criteria: readonly SortCriterion[]): Order | undefined {
  if (criteria.length === 0) return undefined
  const orders = criteria.map(({ FieldName = '', Sort }) => {
    const value =
      known<(table: Dataset) => string | Date>(TEXTS, FieldName) ?? known(INSTANTS, FieldName)
    if (!value) throw invalidInput({ reason: `SortCriteria "${FieldName}" is none of ${KEYS}` })
    const sign = Sort === 'DESC' ? -1 : 1
    return (one: Dataset, other: Dataset) => {
      const [left, right] = [value(one), value(other)]
      return left < right ? -sign : left > right ? sign : 0
    }
  })
  return (one, other) => orders.reduce((found, order) => found || order(one, other), 0)
}

function known<Value>(values: Readonly<Record<string, Value>>, key: string): Value | undefined {
  const name = key.toLowerCase()
  return Object.hasOwn(values, name) ? values[name] : undefined
}
