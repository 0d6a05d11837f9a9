import type { Field, IcebergType } from '../../model/schema.ts'
import type { ParquetNode } from './parquet-node.ts'

/** Why a column cannot become one of Iceberg's. */
export interface Unfit {
  unfit: string
}

const PLAIN: Readonly<Record<string, string>> = {
  BOOLEAN: 'boolean',
  TINYINT: 'int',
  SMALLINT: 'int',
  INTEGER: 'int',
  UTINYINT: 'int',
  USMALLINT: 'int',
  UINTEGER: 'long',
  BIGINT: 'long',
  FLOAT: 'float',
  DOUBLE: 'double',
  DATE: 'date',
  TIME: 'time',
  TIMESTAMP: 'timestamp',
  TIMESTAMP_MS: 'timestamp',
  'TIMESTAMP WITH TIME ZONE': 'timestamptz',
  VARCHAR: 'string',
  JSON: 'string',
  UUID: 'uuid',
  BLOB: 'binary',
}

/**
 * The type that Iceberg's readers take a Parquet column for. Its ids are placeholders: whoever
 * joins it to a table gives it new ones.
 *
 * @see Iceberg spec, Appendix A, "Parquet"
 */
export function fileType(node: ParquetNode): IcebergType | Unfit {
  if (node.repeated) return { unfit: 'a repeated column that is no list' }
  if (node.physical !== undefined) return primitive(node)
  if (node.converted === 'LIST') return listOf(node)
  if (node.converted === 'MAP' || node.converted === 'MAP_KEY_VALUE') return mapOf(node)
  if (node.children.length === 0) return { unfit: 'a struct without fields' }
  const fields: Field[] = []
  for (const child of node.children) {
    const type = fileType(child)
    if (unfit(type)) return type
    fields.push({ id: 0, name: child.name, required: false, type })
  }
  return { type: 'struct', fields }
}

export function unfit(type: IcebergType | Unfit): type is Unfit {
  return typeof type === 'object' && 'unfit' in type
}

function primitive({ physical, widthBytes, duckdb }: ParquetNode): IcebergType | Unfit {
  if (physical === 'INT96') return 'timestamptz'
  if (physical === 'FIXED_LEN_BYTE_ARRAY' && duckdb === 'BLOB') return `fixed[${widthBytes}]`
  const decimal = /^DECIMAL\((\d+), ?(\d+)\)$/.exec(duckdb)
  if (decimal) return `decimal(${decimal[1]}, ${decimal[2]})`
  return PLAIN[duckdb] ?? { unfit: `${duckdb || physical}, which Iceberg's format 2 does not have` }
}

function listOf({ children }: ParquetNode): IcebergType | Unfit {
  const [between] = children
  const element = between?.children[0]
  if (children.length !== 1 || !between?.repeated || !element || between.children.length !== 1)
    return { unfit: 'a list that is not in the three levels of Parquet' }
  const type = fileType(element)
  if (unfit(type)) return type
  return { type: 'list', 'element-id': 0, element: type, 'element-required': false }
}

function mapOf({ children }: ParquetNode): IcebergType | Unfit {
  const [between] = children
  const [keyNode, valueNode] = between?.children ?? []
  if (children.length !== 1 || !between?.repeated || !keyNode || !valueNode)
    return { unfit: 'a map that is not in the three levels of Parquet' }
  const [key, value] = [fileType(keyNode), fileType(valueNode)]
  if (unfit(key)) return key
  if (unfit(value)) return value
  return { type: 'map', 'key-id': 0, key, 'value-id': 0, value, 'value-required': false }
}

/** `list<int>`, for people. */
export function typeWords(type: IcebergType): string {
  if (typeof type === 'string') return type
  if (type.type === 'list') return `list<${typeWords(type.element)}>`
  if (type.type === 'map') return `map<${typeWords(type.key)}, ${typeWords(type.value)}>`
  const fields = type.fields.map((field) => `${field.name}: ${typeWords(field.type)}`)
  return `struct<${fields.join(', ')}>`
}
