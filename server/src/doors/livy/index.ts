import { tellable } from '../../foundation/database-away.ts'
import type { Door, Exchange } from '../shared/door.ts'
import { readBody } from '../shared/verified-body.ts'
import type { LivyDeps } from './deps.ts'
import { noSuchPath, statusByKind } from './errors.ts'
import { VERSION } from './get-version.ts'
import { parseBody } from './requests.ts'
import type { LivyAnswer, Route } from './route.ts'
import { routes } from './routes.ts'
import { signIn } from './sign-in.ts'

export type { ClusterSignIn, LivyDeps } from './deps.ts'

const BODY_BYTES_MAX = 16 * 1024 * 1024
const PREFIX = '/livy'

/** Livy's REST API, below `/livy` on the platform's port and at the root of a cluster's own. */
export function createLivyDoor(deps: LivyDeps): Door {
  return {
    name: 'livy',
    async handle(exchange) {
      try {
        answer(exchange, await run(deps, exchange))
      } catch (error) {
        answer(exchange, refusal(deps, exchange, error))
      }
    },
  }
}

async function run(deps: LivyDeps, exchange: Exchange): Promise<LivyAnswer> {
  const method = exchange.request.method ?? 'GET'
  const path = withoutPrefix(exchange.rawPath)
  if (method === 'GET' && path === '/version') return { body: VERSION }
  const { user, body } = await signIn(deps, exchange)
  const bytes = await readBody(body, BODY_BYTES_MAX)
  const found = findRoute(method, path)
  if (!found) throw noSuchPath({ method, path })
  const query = new URLSearchParams(exchange.rawQuery)
  const { route, parameters } = found
  return route.run(deps, { user, parameters, query, body: parseBody(bytes) })
}

function withoutPrefix(path: string): string {
  const inside = path === PREFIX || path.startsWith(`${PREFIX}/`)
  return (inside ? path.slice(PREFIX.length) : path).replace(/\/+$/, '') || '/'
}

function findRoute(
  method: string,
  path: string,
): { route: Route; parameters: string[] } | undefined {
  const segments = path.split('/')
  for (const route of routes) {
    const pattern = route.path.split('/')
    if (route.method !== method || pattern.length !== segments.length) continue
    const fits = pattern.every((part, at) => part === ':' || part === segments[at])
    if (!fits) continue
    const parameters = segments.filter((_, at) => pattern[at] === ':').map(decoded)
    if (parameters.every((parameter) => parameter !== undefined)) return { route, parameters }
  }
  return undefined
}

/** Undefined where the escapes name nothing. */
function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}

function refusal(deps: LivyDeps, exchange: Exchange, thrown: unknown): LivyAnswer {
  const { requestId } = exchange
  const error = tellable(thrown)
  if (error && error.kind !== 'internal')
    return {
      status: statusByKind[error.kind],
      body: { msg: error.message },
      retryAfterSeconds: error.facts.retryAfterSeconds as number | undefined,
    }
  deps.log.error({ err: thrown, requestId }, 'a Livy request failed')
  return { status: 500, body: { msg: `internal error, request ${requestId}` } }
}

function answer({ response, requestId }: Exchange, given: LivyAnswer): void {
  const bytes = Buffer.from(JSON.stringify(given.body))
  const status = given.status ?? 200
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': bytes.length,
    'cache-control': 'no-store',
    'x-request-id': requestId,
    ...(given.location ? { location: given.location } : {}),
    ...(given.retryAfterSeconds ? { 'retry-after': String(given.retryAfterSeconds) } : {}),
    ...(status === 401 ? { 'www-authenticate': 'Basic realm="millrace"' } : {}),
  })
  response.end(bytes)
}
