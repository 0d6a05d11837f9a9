/** Files over HTTPS on loopback: basic authentication, listing as JSON, ETag and ranges. */
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Login, resolveInside, sameText } from './login.ts'

export async function startHttpsServer(options: {
  root: string
  login: Login
  certificatePem: string
  keyPem: string
  port: number
}): Promise<{ port: number; stop(): Promise<void> }> {
  const { certificatePem: cert, keyPem: key, root, login } = options
  const server = createServer({ cert, key }, (request, response) => {
    answer(request, response, { root, login }).catch((error: NodeJS.ErrnoException) => {
      if (response.headersSent) response.destroy()
      else response.writeHead(error.code === 'ENOENT' ? 404 : 500).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(options.port, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { root, login }: { root: string; login: Login },
): Promise<void> {
  const basic = Buffer.from(`${login.user}:${login.password}`).toString('base64')
  if (!sameText(request.headers.authorization ?? '', `Basic ${basic}`)) {
    const headers = { 'content-type': 'text/html', 'www-authenticate': 'Basic realm="vendor"' }
    return void response.writeHead(401, headers).end('<html><body>Sign in</body></html>')
  }
  const { pathname } = new URL(request.url ?? '/', 'https://localhost')
  const path = resolveInside(root, decodeURIComponent(pathname))
  const facts = await stat(path)
  if (facts.isDirectory()) return await list(path, response)
  const etag = `"${facts.size.toString(16)}-${Math.floor(facts.mtimeMs).toString(16)}"`
  const start = rangeStart(request, etag)
  response.writeHead(start === undefined ? 200 : 206, {
    'accept-ranges': 'bytes',
    'content-length': facts.size - (start ?? 0),
    'content-type': 'text/csv',
    'last-modified': facts.mtime.toUTCString(),
    etag,
    ...(start !== undefined && {
      'content-range': `bytes ${start}-${facts.size - 1}/${facts.size}`,
    }),
  })
  if (request.method === 'HEAD') return void response.end()
  await pipeline(createReadStream(path, { start: start ?? 0 }), response)
}

/** Only `bytes=N-` is answered in part; a changed file is answered whole. */
function rangeStart(request: IncomingMessage, etag: string): number | undefined {
  const match = /^bytes=(\d+)-/.exec(request.headers.range ?? '')
  const held = request.headers['if-match'] ?? request.headers['if-range'] ?? etag
  return match && held === etag ? Number(match[1]) : undefined
}

async function list(path: string, response: ServerResponse): Promise<void> {
  const names = (await readdir(path)).sort()
  const files = await Promise.all(
    names.map(async (name) => {
      const facts = await stat(join(path, name))
      return { name, size: facts.size, modified: facts.mtime.toISOString() }
    }),
  )
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ files }))
}
