import { readFileSync } from 'node:fs'
import { request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { join } from 'node:path'
import { checkServerIdentity } from 'node:tls'
import { Failure } from './failure.ts'
import { type Home, serverOf } from './home.ts'

const ANSWER_MILLISECONDS = 60_000

export interface Asked {
  method?: string
  headers?: Record<string, string>
  body?: string
}

export interface Answered {
  ok: boolean
  status: number
  text: string
}

/**
 * One request to the platform of this home, at the address that it listens on: its public name may
 * lead to another host. The name still decides whether its certificate is right.
 *
 * @throws Failure when nothing answers
 */
export async function reach(home: Home, path: string, asked: Asked): Promise<Answered> {
  if (!home.known) throw new Failure(`no platform of "${home.path}" is running: run "npm start"`)
  const { hostname, host } = new URL(home.url)
  const server = serverOf(home.path) ?? addressOf(home.url)
  const { promise, resolve, reject } = Promise.withResolvers<Answered>()
  const tls = {
    ca: trusted(home),
    servername: /^[\d.]+$|:/.test(hostname) ? '' : hostname,
    checkServerIdentity: (_: string, shown: Parameters<typeof checkServerIdentity>[1]) =>
      checkServerIdentity(hostname, shown),
  }
  const asking = (server.secure ? secureRequest : plainRequest)({
    host: reachable(server.host),
    port: server.port,
    path,
    method: asked.method ?? 'GET',
    headers: { ...asked.headers, host },
    timeout: ANSWER_MILLISECONDS,
    ...(server.secure ? tls : {}),
  })
  asking.on('timeout', () => asking.destroy(new Error('no answer in time')))
  asking.on('error', reject)
  asking.on('response', async (response) => {
    const status = response.statusCode ?? 0
    const parts: Buffer[] = []
    for await (const part of response) parts.push(part as Buffer)
    const text = Buffer.concat(parts).toString()
    resolve({ ok: status >= 200 && status < 300, status, text })
  })
  asking.end(asked.body)
  return promise.catch((error: Error & { code?: string }) => {
    const cause = error.code ?? error.message
    throw new Failure(`no platform answers at ${home.url} (${cause}): run "npm start"`)
  })
}

function addressOf(url: string) {
  const { hostname, port, protocol } = new URL(url)
  return { host: hostname, port: Number(port), secure: protocol === 'https:' }
}

function reachable(host: string): string {
  return { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host
}

/** The system's roots, ours, and those of the certificate that the platform shows. */
function trusted(home: Home): string | undefined {
  try {
    return readFileSync(join(home.path, 'ca/bundle.pem'), 'utf8')
  } catch {
    return undefined
  }
}
