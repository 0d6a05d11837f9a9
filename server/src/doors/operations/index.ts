import type { Registry } from 'prom-client'
import type { Door, Exchange } from '../shared/door.ts'

export interface OperationsDeps {
  metrics: Registry
  /** Why nothing can be served; undefined where it can. */
  unready(): Promise<string | undefined>
}

/** `/healthz` (the process lives), `/readyz` (it serves) and `/metrics` (Prometheus text). */
export function createOperationsDoor({ metrics, unready }: OperationsDeps): Door {
  return {
    name: 'operations',
    async handle(exchange) {
      if (exchange.box !== undefined) return answer(exchange, 403, 'not from inside a session\n')
      if (exchange.rawPath === '/healthz') return answer(exchange, 200, 'ok\n')
      if (exchange.rawPath === '/readyz') {
        const reason = await unready()
        return reason === undefined
          ? answer(exchange, 200, 'ok\n')
          : answer(exchange, 503, `${reason}\n`)
      }
      if (exchange.rawPath === '/metrics')
        return answer(exchange, 200, await metrics.metrics(), metrics.contentType)
      return answer(exchange, 404, `no such path: "${exchange.rawPath}"\n`)
    },
  }
}

function answer(
  { request, response, requestId }: Exchange,
  status: number,
  body: string,
  type = 'text/plain; charset=utf-8',
): void {
  request.resume()
  response.writeHead(status, { 'content-type': type, 'x-request-id': requestId })
  response.end(request.method === 'HEAD' ? undefined : body)
}
