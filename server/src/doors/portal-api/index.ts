import type { IncomingMessage, ServerResponse } from 'node:http'
import swagger from '@fastify/swagger'
import { type OperationName, operations, routes, type Shape } from '@millrace/contract'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Caller } from '../../contexts/identity/index.ts'
import type { Door, Exchange } from '../shared/door.ts'
import type { PortalApiDeps } from './deps.ts'
import { noSuchPath, notServedYet } from './errors.ts'
import { admitLarge, bodyBytesMax, type Gate, largeBodiesGate } from './large-bodies.ts'
import type { Operation } from './operation.ts'
import { problemOf } from './problems.ts'
import { served } from './served.ts'
import { callerOf, demandOperator, demandOwnPage, presentsOperator } from './session.ts'

export type { PortalApiDeps } from './deps.ts'

const PREFIX = '/api/v1'
const BODY_BYTES_MAX = 1024 * 1024

type Exchanges = WeakMap<IncomingMessage, Exchange>

/** The API of the portal and of the `millrace` command, described at `/api/v1/openapi.json`. */
export function createPortalApiDoor(deps: PortalApiDeps): Door {
  const exchanges: Exchanges = new WeakMap()
  const building = buildApi(deps, exchanges)
  return {
    name: 'portal-api',
    handle: async (exchange) => {
      exchanges.set(exchange.request, exchange)
      await answer(await building, exchange)
    },
  }
}

async function buildApi(deps: PortalApiDeps, exchanges: Exchanges): Promise<FastifyInstance> {
  const refused = (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const requestId = exchanges.get(request.raw)?.requestId ?? ''
    const { status, problem } = problemOf(error, { requestId, log: deps.log })
    const { retryAfterSeconds } = problem.facts ?? {}
    if (typeof retryAfterSeconds === 'number') reply.header('retry-after', retryAfterSeconds)
    return reply.code(status).send(problem)
  }
  const fastify = Fastify({
    bodyLimit: BODY_BYTES_MAX,
    frameworkErrors: refused, // Of paths that no route is sought for.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: 'array', useDefaults: true } },
  })
  fastify.setSerializerCompiler(() => (answer) => JSON.stringify(answer))
  fastify.setErrorHandler(refused)
  fastify.setNotFoundHandler((request) => {
    throw noSuchPath({ method: request.method, path: request.url.split('?')[0] ?? '' })
  })
  await describe(fastify, deps.version)
  await fastify.register(
    async (api) => {
      const largeBodies = largeBodiesGate()
      for (const name of Object.keys(routes) as OperationName[])
        addRoute(api, { deps, exchanges, name, largeBodies })
      api.get('/openapi.json', { schema: { hide: true } }, () => fastify.swagger())
    },
    { prefix: PREFIX },
  )
  await fastify.ready()
  return fastify
}

async function describe(fastify: FastifyInstance, version: string): Promise<void> {
  await fastify.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Millrace', version, description: 'The API of the portal and the command.' },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer' },
          cookie: { type: 'apiKey', in: 'cookie', name: 'millrace_session' },
        },
      },
      security: [{ bearer: [] }, { cookie: [] }],
    },
  })
}

interface Route {
  deps: PortalApiDeps
  exchanges: Exchanges
  name: OperationName
  largeBodies: Gate
}

function addRoute(api: FastifyInstance, { deps, exchanges, name, largeBodies }: Route): void {
  const bodyLimit = bodyBytesMax(name)
  const [method, url] = routes[name].split(' ') as ['GET' | 'POST' | 'PUT', string]
  const found = served.find((operation) => operation.name === name)
  api.route({
    method,
    url,
    ...(bodyLimit === undefined ? {} : { bodyLimit }),
    schema: { operationId: name, hide: !found, ...schemaOf(name) },
    // Before the body is read and judged: who may not ask learns nothing of what is well-formed.
    onRequest: async (request, reply) => {
      if (!found) throw notServedYet({ operation: name })
      await admit({ deps, exchanges, found, request })
      const demand = () => deps.governance.demandRuleKeeper(callerIn(request))
      if (bodyLimit !== undefined) await admitLarge({ gate: largeBodies, demand, request, reply })
    },
    handler: async (request, reply) => {
      if (!found) throw notServedYet({ operation: name })
      reply.header('cache-control', 'no-store')
      return found.run(deps, callOf(request, exchanges))
    },
  })
}

function schemaOf(name: OperationName) {
  const shape: Shape = operations[name]
  return {
    summary: shape.summary,
    ...(shape.params && { params: shape.params }),
    ...(shape.query && { querystring: shape.query }),
    ...(shape.body && { body: shape.body }),
    response: { 200: shape.answer },
  }
}

const callers = Symbol('caller')
type Admitted = FastifyRequest & { [callers]?: unknown }

async function admit(asked: {
  deps: PortalApiDeps
  exchanges: Exchanges
  found: Operation
  request: Admitted
}): Promise<void> {
  const { deps, exchanges, found, request } = asked
  const exchange = exchanges.get(request.raw)
  if (exchange) demandOwnPage(exchange)
  const { audience } = found
  const from = { box: exchange?.box }
  if (audience === 'operator') demandOperator(deps, request.raw, from)
  if (audience === 'people') request[callers] = await callerOf(deps, request.raw, from)
  if (audience === 'people-and-operator')
    request[callers] = presentsOperator(deps, request.raw, from)
      ? 'platform'
      : await callerOf(deps, request.raw, from)
}

/** Of an operation for people, who was admitted. */
function callerIn(request: Admitted): Caller {
  return request[callers] as Caller
}

function callOf(request: Admitted, exchanges: Exchanges) {
  const { params, query, body } = request
  return { caller: request[callers], params, query, body, exchange: exchanges.get(request.raw) }
}

/** Settles when the answer is sent, or the other side went away. */
function answer(fastify: FastifyInstance, { request, response, requestId }: Exchange) {
  response.setHeader('x-request-id', requestId)
  response.setHeader('x-content-type-options', 'nosniff')
  return new Promise<void>((resolve) => {
    response.once('close', resolve)
    fastify.routing(request, response as ServerResponse)
  })
}
