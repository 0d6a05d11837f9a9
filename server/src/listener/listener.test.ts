import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { get, request } from 'node:http'
import { type AddressInfo, connect as connectTcp, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { connect as connectTls } from 'node:tls'
import type { Door } from '../doors/shared/door.ts'
import { openCertificateAuthority } from '../foundation/certificates.ts'
import { createLog } from '../foundation/log.ts'
import { createListener } from './listener.ts'

const WAITING = { expect: '100-continue', 'content-length': '1' }

/** A door that answers what it was told. */
const echo: Door = {
  name: 'echo',
  async handle({ request, response, rawPath, rawQuery, box, secure }) {
    if (rawPath === '/read') for await (const _ of request);
    response.end(JSON.stringify({ rawPath, rawQuery, box, secure }))
  },
}

async function givenListener({ name }: { name?: string } = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-ca-'))
  const authority = await openCertificateAuthority(directory)
  const port = await freePort()
  const listener = createListener({
    doors: { sts: echo, s3: echo },
    domain: 'millrace.test',
    authority,
    tls: name ? await authority.issue(name) : undefined,
    log: createLog('silent'),
  })
  await listener.listen({ host: '127.0.0.1', port })
  return {
    port,
    listener,
    authority,
    async [Symbol.asyncDispose]() {
      await listener.close()
      rmSync(directory, { recursive: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
  const { port } = server.address() as AddressInfo
  await new Promise((settle) => server.close(settle))
  return port
}

/** Opens `CONNECT target`; answers the status and the socket behind it. */
function tunnel(port: number, target: string): Promise<{ status: number; socket: Socket }> {
  return new Promise((settle, fail) => {
    const asking = request({ host: '127.0.0.1', port, method: 'CONNECT', path: target })
    asking.on('connect', (response, socket) => settle({ status: response.statusCode ?? 0, socket }))
    asking.on('error', fail)
    asking.end()
  })
}

function read(port: number, path: string): Promise<{ status: number; body: string }> {
  return new Promise((settle, fail) => {
    get({ host: '127.0.0.1', port, path, agent: false }, async (response) => {
      const parts: Buffer[] = []
      for await (const part of response) parts.push(part as Buffer)
      settle({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString() })
    }).on('error', fail)
  })
}

test('given a plain request, when it comes, then its door sees the raw target', async () => {
  await using given = await givenListener()

  const answer = await read(given.port, '/bucket/a%2Fb//c?x=%20')

  assert.deepEqual(JSON.parse(answer.body), {
    rawPath: '/bucket/a%2Fb//c',
    rawQuery: 'x=%20',
    secure: false,
  })
})

test('given a whole URL on the request line, when it comes, then it is its path', async () => {
  await using given = await givenListener()

  for (const [target, rawPath] of [
    ['http://elsewhere:8/bucket/a%2Fb?x=%20', '/bucket/a%2Fb'],
    ['HTTPS://elsewhere?x=%20', '/'],
  ] as const) {
    const answer = await read(given.port, target)
    assert.deepEqual(JSON.parse(answer.body), { rawPath, rawQuery: 'x=%20', secure: false })
  }
})

test('given one of our names, when a tunnel is asked for, then TLS ends here', async () => {
  await using given = await givenListener()
  const servername = 'sts.us-east-1.millrace.test'
  const { status, socket } = await tunnel(given.port, `${servername}:443`)

  const inner = connectTls({ socket, servername, ca: given.authority.rootPem })
  inner.write(`GET / HTTP/1.1\r\nhost: ${servername}\r\nconnection: close\r\n\r\n`)
  const parts: Buffer[] = []
  for await (const part of inner) parts.push(part as Buffer)

  assert.equal(status, 200)
  assert.match(Buffer.concat(parts).toString(), /"secure":true/)
})

for (const target of ['example.com:443', 'sts.millrace.test:22', 'evil-millrace.test:443', 'x'])
  test(`given "${target}", when a tunnel is asked for, then it is refused`, async () => {
    await using given = await givenListener()

    const { status, socket } = await tunnel(given.port, target)

    socket.destroy()
    assert.equal(status, 403)
  })

test('given a connection from a box, when it asks, then its door knows the box', async () => {
  await using given = await givenListener()
  const inside = createServer((socket) => given.listener.accept(socket, { box: 'box-1' }))
  await new Promise<void>((settle) => inside.listen(0, '127.0.0.1', settle))

  const answer = await read((inside.address() as AddressInfo).port, '/b')

  inside.close()
  assert.equal(JSON.parse(answer.body).box, 'box-1')
})

test('given a part that has not started, when it is asked, then the answer says so', async () => {
  await using given = await givenListener()

  const answer = await read(given.port, '/livy/sessions')

  assert.equal(answer.status, 503)
  assert.match(answer.body, /"livy"/)
})

test('given a client that waits to be told, when a door reads, then it is told', async () => {
  await using given = await givenListener()
  const ask = (path: string) => {
    const asking = request({ port: given.port, path, method: 'PUT', headers: WAITING })
    asking.flushHeaders()
    return new Promise<number>((settle, fail) => {
      asking.on('continue', () => settle(100))
      asking.on('response', (response) => settle(response.statusCode ?? 0))
      asking.on('error', fail)
    }).finally(() => asking.destroy())
  }

  assert.equal(await ask('/read'), 100)
  assert.equal(await ask('/refused'), 200)
})

test('given rubbish on the wire, when it comes, then the listener goes on', async () => {
  await using given = await givenListener()
  const socket = connectTcp(given.port, '127.0.0.1')
  socket.on('error', () => {})
  socket.resume()
  socket.write('\x16\x03\x01 not http\r\n\r\n')
  await new Promise((settle) => socket.once('close', settle))

  const answer = await read(given.port, '/b')

  assert.equal(answer.status, 200)
})

test('given TLS, when a cluster’s port or a box calls, then only the box is plain', async () => {
  await using given = await givenListener({ name: 'lake.example' })
  const side = createServer((socket) => given.listener.accept(socket, { door: 's3' }))
  const box = createServer((socket) => given.listener.accept(socket, { box: 'b' }))
  const ask = async (server: typeof side, tls: boolean) => {
    await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
    const { port } = server.address() as AddressInfo
    const trust = { ca: given.authority.rootPem, servername: 'lake.example' }
    const socket = tls ? connectTls({ port, host: '127.0.0.1', ...trust }) : connectTcp(port)
    socket.end('GET / HTTP/1.0\r\n\r\n')
    let text = ''
    for await (const part of socket) text += part
    server.close()
    return JSON.parse(text.split('\r\n\r\n')[1] ?? '')
  }

  assert.equal((await ask(side, true)).secure, true)
  assert.deepEqual(await ask(box, false), { rawPath: '/', rawQuery: '', box: 'b', secure: false })
})
