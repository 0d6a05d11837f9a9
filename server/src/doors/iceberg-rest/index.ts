import swagger from '@fastify/swagger'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Static } from 'typebox'
import { parseLossless, stringifyLossless } from '../../contexts/catalog/index.ts'
import type { Door } from '../shared/door.ts'
import type { IcebergRestDeps } from './deps.ts'
import { badRequest, noSuchRoute, wireError } from './errors.ts'
import { admit, askedOf, BODY_BYTES_MAX, type Exchanges } from './exchanges.ts'
import { getToken } from './get-token.ts'
import type { Route } from './route.ts'
import { routes } from './routes.ts'
import { TokenRequest } from './schemas.ts'

export type { IcebergRestDeps } from './deps.ts'

const PREFIX = '/iceberg'

/** Apache Iceberg's REST catalog, described at `/iceberg/v1/openapi.json`. */
export function createIcebergRestDoor(deps: IcebergRestDeps): Door {
  const exchanges: Exchanges = new WeakMap()
  const building = build(deps, exchanges)
  return {
    name: 'iceberg-rest',
    handle: async (exchange) => {
      const fastify = await building
      exchanges.set(exchange.request, { exchange })
      const { response } = exchange
      await new Promise<void>((resolve) => {
        response.once('close', resolve)
        fastify.routing(exchange.request, response)
      })
    },
  }
}

async function build(deps: IcebergRestDeps, exchanges: Exchanges): Promise<FastifyInstance> {
  const refused = (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const requestId = exchanges.get(request.raw)?.exchange.requestId ?? ''
    const about = { log: deps.log, requestId, method: request.method }
    const { status, headers, body } = wireError(error, about)
    return reply.code(status).headers(headers).type('application/json').send(JSON.stringify(body))
  }
  const fastify = Fastify({
    bodyLimit: BODY_BYTES_MAX,
    frameworkErrors: refused, // Of paths that no route is sought for.
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 2000 },
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false } },
  })
  fastify.setErrorHandler(refused)
  fastify.setNotFoundHandler(({ method, url }) => {
    throw noSuchRoute({ route: `${method} ${url.split('?')[0]}` })
  })
  parseBodies(fastify)
  await fastify.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Iceberg REST catalog', version: '1', description: 'Of Apache Iceberg.' },
    },
  })
  await fastify.register(
    async (api) => {
      addTokens(api, deps, exchanges)
      for (const route of routes) addRoute(api, { deps, exchanges, route })
      api.get('/v1/openapi.json', { schema: { hide: true } }, () => fastify.swagger())
    },
    { prefix: PREFIX },
  )
  await fastify.ready()
  return fastify
}

function parseBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers()
  const text = { parseAs: 'string' } as const
  fastify.addContentTypeParser(
    'application/x-www-form-urlencoded',
    text,
    async (_: unknown, body: unknown) => Object.fromEntries(new URLSearchParams(String(body))),
  )
  // Clients send bodies without a type, and a type without bodies.
  fastify.addContentTypeParser('*', text, async (_: unknown, body: unknown) => {
    if (body === '') return undefined
    try {
      return parseLossless(String(body))
    } catch (error) {
      throw badRequest({ reason: 'the body is not JSON' }, { cause: error })
    }
  })
}

function addTokens(api: FastifyInstance, deps: IcebergRestDeps, exchanges: Exchanges): void {
  api.route({
    method: 'POST',
    url: '/v1/oauth/tokens',
    schema: { summary: 'A bearer token for an access key pair', body: TokenRequest },
    handler: async (request, reply) => {
      const { authorization } = request.headers
      const { box, address } = exchanges.get(request.raw)?.exchange ?? {}
      const asked = request.body as Static<typeof TokenRequest>
      const answer = await getToken(deps, asked, { box, address, authorization })
      return reply.header('cache-control', 'no-store').send(answer)
    },
  })
}

function addRoute(
  api: FastifyInstance,
  { deps, exchanges, route }: { deps: IcebergRestDeps; exchanges: Exchanges; route: Route },
): void {
  api.route({
    method: route.method,
    url: route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    schema: { summary: route.summary, ...(route.body && { body: route.body }) },
    // Before the body is judged: who may not ask learns nothing of what is well-formed.
    preParsing: async (request, _reply, payload) => {
      const known = exchanges.get(request.raw)
      if (!known) return payload
      return admit(deps, known)
    },
    handler: async (request, reply) => {
      const { status, headers, body, text } = await route.run(deps, askedOf(exchanges, request))
      reply.code(status ?? 200).headers({ 'cache-control': 'no-store', ...headers })
      const json = text ?? (body === undefined ? undefined : stringifyLossless(body))
      return json === undefined ? reply.send() : reply.type('application/json').send(json)
    },
  })
}
