import { NormalizedSchema } from '@smithy/core/schema'

/** An operation as the AWS SDK describes it: `[9, namespace, name, traits, input, output]`. */
export type OperationSchema = readonly [9, string, string, unknown, SchemaRef, SchemaRef]
/** A modelled error of the SDK: `[-3, namespace, name, traits, members, shapes]`. */
export type ErrorSchema = readonly [-3, string, string, unknown, string[], SchemaRef[], number?]
type SchemaRef = Parameters<typeof NormalizedSchema.of>[0]

/**
 * What a value on the wire looks like. It is compiled once from the SDK's schema data, so that no
 * other file depends on how the SDK stores it.
 */
export type Shape =
  | { kind: 'structure'; name: string; union: boolean; members: readonly Member[] }
  | { kind: 'list'; flattened: boolean; elementName: string; element: () => Shape }
  | {
      kind: 'map'
      flattened: boolean
      keyName: string
      valueName: string
      value: () => Shape
    }
  | { kind: 'timestamp'; format: TimestampFormat }
  | { kind: 'string' | 'number' | 'boolean' | 'blob' | 'document' }

export type TimestampFormat = 'default' | 'date-time' | 'http-date' | 'epoch-seconds'

export interface Member {
  /** In the program: `Name`. */
  name: string
  required: boolean
  jsonName: string
  xmlName: string
  location: Location
  shape: () => Shape
}

/** Where a rest-json member travels. */
export type Location =
  | { in: 'body' | 'payload' | 'label' | 'status' | 'query-map' }
  | { in: 'query' | 'header' | 'header-prefix'; name: string }

export interface OperationShape {
  name: string
  input: Extract<Shape, { kind: 'structure' }>
  output: Extract<Shape, { kind: 'structure' }>
  /** Of REST protocols: method, path pattern, status of success. */
  http?: { method: string; pattern: string; status: number }
}

const TIMESTAMP_FORMATS: Record<number, TimestampFormat> = {
  4: 'default', // The numbers are those of the SDK's schema data.
  5: 'date-time',
  6: 'http-date',
  7: 'epoch-seconds',
}

export function operationShape(schema: OperationSchema): OperationShape {
  const traits = (typeof schema[3] === 'object' ? schema[3] : undefined) as
    | { http?: [string, string, number] }
    | undefined
  const [method, pattern, status] = traits?.http ?? []
  return {
    name: schema[2],
    input: structureOf(NormalizedSchema.of(schema[4])),
    output: structureOf(NormalizedSchema.of(schema[5])),
    ...(method && pattern && { http: { method, pattern, status: status ?? 200 } }),
  }
}

/** The code and status of an error that the service models. */
export function errorTraits(schema: ErrorSchema): {
  name: string
  status: number | undefined
  fault: 'client' | 'server'
  query: { code: string; status: number } | undefined
} {
  const traits = schema[3] as {
    error?: 'client' | 'server'
    httpError?: number
    awsQueryError?: [string, number]
  }
  const [code, status] = traits.awsQueryError ?? []
  return {
    name: schema[2],
    status: traits.httpError,
    fault: traits.error ?? 'client',
    query: code && status ? { code, status } : undefined,
  }
}

function structureOf(schema: NormalizedSchema): Extract<Shape, { kind: 'structure' }> {
  if (schema.isUnitSchema()) return { kind: 'structure', name: 'Unit', union: false, members: [] }
  const raw = schema.getSchema() as unknown as [
    number,
    string,
    string,
    unknown,
    string[],
    [],
    number?,
  ]
  const requiredCount = raw[6] ?? 0 // The SDK lists required members first and counts them here.
  const members = [...schema.structIterator()].map(([name, member], index) =>
    memberOf(name, member, index < requiredCount),
  )
  return {
    kind: 'structure',
    name: schema.getName() ?? '',
    union: schema.isUnionSchema(),
    members,
  }
}

function memberOf(name: string, schema: NormalizedSchema, required: boolean): Member {
  const traits = schema.getMergedTraits()
  return {
    name,
    required,
    jsonName: traits.jsonName ?? name,
    xmlName: traits.xmlName ?? name,
    location: locationOf(traits),
    shape: once(() => shapeOf(schema)),
  }
}

function locationOf(traits: ReturnType<NormalizedSchema['getMergedTraits']>): Location {
  if (traits.httpLabel) return { in: 'label' }
  if (traits.httpQuery) return { in: 'query', name: traits.httpQuery }
  if (traits.httpHeader) return { in: 'header', name: traits.httpHeader.toLowerCase() }
  if (traits.httpPrefixHeaders)
    return { in: 'header-prefix', name: traits.httpPrefixHeaders.toLowerCase() }
  if (traits.httpPayload) return { in: 'payload' }
  if (traits.httpQueryParams) return { in: 'query-map' }
  if (traits.httpResponseCode) return { in: 'status' }
  return { in: 'body' }
}

function shapeOf(schema: NormalizedSchema): Shape {
  const traits = schema.getMergedTraits()
  const flattened = traits.xmlFlattened !== undefined
  if (schema.isStructSchema()) return structureOf(schema)
  if (schema.isListSchema()) {
    const element = schema.getValueSchema()
    const elementName = element.getMergedTraits().xmlName ?? 'member'
    return { kind: 'list', flattened, elementName, element: once(() => shapeOf(element)) }
  }
  if (schema.isMapSchema()) {
    const value = schema.getValueSchema()
    return {
      kind: 'map',
      flattened,
      keyName: schema.getKeySchema().getMergedTraits().xmlName ?? 'key',
      valueName: value.getMergedTraits().xmlName ?? 'value',
      value: once(() => shapeOf(value)),
    }
  }
  return simpleShape(schema)
}

function simpleShape(schema: NormalizedSchema): Shape {
  if (schema.isTimestampSchema())
    return {
      kind: 'timestamp',
      format: TIMESTAMP_FORMATS[Number(schema.getSchema())] ?? 'default',
    }
  if (schema.isBooleanSchema()) return { kind: 'boolean' }
  if (schema.isNumericSchema() || schema.isBigIntegerSchema() || schema.isBigDecimalSchema())
    return { kind: 'number' }
  if (schema.isBlobSchema()) return { kind: 'blob' }
  if (schema.isDocumentSchema()) return { kind: 'document' }
  return { kind: 'string' }
}

/** Shapes may hold themselves, so each is compiled when it is first needed. */
function once<Value>(make: () => Value): () => Value {
  let value: Value | undefined
  return () => {
    value ??= make()
    return value
  }
}
