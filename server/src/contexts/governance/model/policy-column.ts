import { invalidInput } from '../errors.ts'
import { ANY_TYPE } from './filter-literal.ts'
import type { GovernedColumn, GovernedTable } from './register.ts'
import type { PolicyColumn } from './row-policy.ts'

/** Types as Glue says them, and the Iceberg types that they stand for. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  boolean: ['boolean'],
  tinyint: ['int'],
  smallint: ['int'],
  int: ['int'],
  integer: ['int'],
  bigint: ['long'],
  float: ['float'],
  double: ['double'],
  string: ['string', 'uuid'],
  date: ['date'],
  timestamp: ['timestamp', 'timestamptz'],
}

/** The Iceberg types that the told one stands for. @throws governance.invalid-input */
function typesOf({ name, type = '' }: PolicyColumn): readonly string[] {
  const plain = type.toLowerCase().replaceAll(' ', '')
  if (/^decimal\(\d+,\d+\)$/.test(plain)) return [plain]
  if (/^struct<.+>$/.test(plain)) return ['struct']
  if (/^(varchar|char)\(\d+\)$/.test(plain)) return ['string']
  const types = Object.hasOwn(TYPES, plain) ? TYPES[plain] : undefined
  if (types !== undefined) return types
  throw invalidInput({ reason: `Column "${name}": rows cannot be chosen by type "${type}"` })
}

/** The column without a table, to see whether an expression over it can be meant. */
export function declaredColumn(column: PolicyColumn, id: number): GovernedColumn {
  const { name, type } = column
  const [first] = type === undefined ? [] : typesOf(column)
  // Which fields a struct has is the table’s to say.
  const known = first === undefined || first === 'struct' ? ANY_TYPE : first
  return { id, name, type: known, partitionSource: false }
}

/** The column of the table that a policy means. @throws governance.invalid-input */
export function columnForPolicy(column: PolicyColumn, { columns }: GovernedTable): GovernedColumn {
  const folded = column.name.toLowerCase()
  const found = columns.find(({ name }) => name.toLowerCase() === folded)
  if (found === undefined) throw invalidInput({ reason: `It has no column "${column.name}"` })
  if (column.type === undefined || typesOf(column).includes(found.type.replaceAll(' ', '')))
    return found
  const has = `its column "${found.name}" has type ${found.type}, not ${column.type}`
  throw invalidInput({ reason: `It does not fit: ${has}` })
}
