import type { Identity } from '../../contexts/identity/index.ts'
import type { Clock } from '../../foundation/clock.ts'
import { tellable } from '../../foundation/database-away.ts'
import type { Log } from '../../foundation/log.ts'
import { type ErrorMap, wireError } from './aws-errors.ts'
import type { Door, Exchange } from './door.ts'
import type { OperationTable, RequestFacts, ServedOperation } from './operation.ts'
import { type OperationShape, operationShape } from './shape.ts'
import { readSignedRequest } from './signed-request.ts'
import { type Protocol, refusedOperation, unknownOperation, type WireRequest } from './wire.ts'

/** What every AWS door needs beside its own dependencies. */
export interface AwsDoorParts {
  identity: Pick<Identity, 'authenticate'>
  clock: Clock
  log: Log
}

export interface AwsDoor<Deps> extends AwsDoorParts {
  name: string
  /** The service of the credential scope: `elasticmapreduce`. */
  service: string
  protocol: Protocol
  operations: OperationTable<Deps>
  errors: ErrorMap
  deps: Deps
  bodyBytesMax?: number
}

const BODY_BYTES_MAX = 1024 * 1024 * 4
const BODY_SECONDS = 30

/** A door of one AWS service: reads, authenticates, dispatches, and answers whatever happens. */
export function awsDoor<Deps>(options: AwsDoor<Deps>): Door {
  const table = tableOf(options.operations)
  return {
    name: options.name,
    async handle(exchange) {
      const answer = await answerTo(options, table, exchange).catch((error: unknown) =>
        failure(options, exchange, error),
      )
      const { request, response } = exchange
      if (response.headersSent || response.destroyed) return
      // What is left of a body that was not read to its end must not be taken for a request.
      if (!request.complete) response.setHeader('connection', 'close')
      const body = Buffer.from(answer.body)
      response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length })
      response.end(body)
    },
  }
}

interface Table<Deps> {
  shapes: readonly OperationShape[]
  served: ReadonlyMap<string, { shape: OperationShape; operation: ServedOperation<Deps> }>
  refused: ReadonlyMap<string, string>
}

function tableOf<Deps>({ served, refused }: OperationTable<Deps>): Table<Deps> {
  const rows = served.map((operation) => ({ operation, shape: operationShape(operation.schema) }))
  const refusals = refused.flatMap(({ reason, operations }) =>
    operations.map((schema) => ({ reason, shape: operationShape(schema) })),
  )
  return {
    shapes: [...rows, ...refusals].map(({ shape }) => shape),
    served: new Map(rows.map((row) => [row.shape.name, row])),
    refused: new Map(refusals.map(({ shape, reason }) => [shape.name, reason])),
  }
}

async function answerTo<Deps>(options: AwsDoor<Deps>, table: Table<Deps>, exchange: Exchange) {
  const { protocol, service, deps, bodyBytesMax } = options
  const { caller, body } = await readSignedRequest(options, exchange, {
    service,
    bytesMax: bodyBytesMax ?? BODY_BYTES_MAX,
    seconds: BODY_SECONDS,
  })
  const request = wireRequest(exchange, body)
  const { shape, operation } = find(table, protocol, request)
  const input = protocol.decode(shape, request)
  const output = await operation.run(deps, caller, input as never, factsOf(exchange))
  return protocol.encode(shape, output, exchange.requestId)
}

/** @throws door.unknown-operation, door.refused-operation */
function find<Deps>(table: Table<Deps>, protocol: Protocol, request: WireRequest) {
  const named = protocol.identify(request, table.shapes)
  if (named.name === undefined) throw unknownOperation({ operation: named.wanted })
  const row = table.served.get(named.name)
  if (row) return row
  const reason = table.refused.get(named.name)
  if (reason !== undefined) throw refusedOperation({ operation: named.name, reason })
  throw unknownOperation({ operation: named.name })
}

function wireRequest({ request, rawPath, rawQuery }: Exchange, body: Buffer): WireRequest {
  return { method: request.method ?? 'GET', rawPath, rawQuery, headers: request.headers, body }
}

function factsOf({ request, requestId, secure, box }: Exchange): RequestFacts {
  return { requestId, host: request.headers.host ?? '', secure, box }
}

function failure<Deps>(
  { name, protocol, errors, log }: AwsDoor<Deps>,
  exchange: Exchange,
  error: unknown,
) {
  const unexpected = (tellable(error)?.kind ?? 'internal') === 'internal'
  if (unexpected)
    log.error({ door: name, requestId: exchange.requestId, err: error }, 'request failed')
  return protocol.encodeError(wireError(error, protocol.family, errors), exchange.requestId)
}
