import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { givenNotebooks, givenPerson } from '../../contexts/notebooks/testing/index.ts'
import { openCertificateAuthority } from '../../foundation/certificates.ts'
import { createListener, type Listener } from '../../listener/listener.ts'
import { createPorts } from '../../listener/ports.ts'
import { createNotebooksDoor } from './index.ts'

/** A notebook behind its real port, entered once; what answers there shows what reached it. */
async function givenDoor() {
  const listening = Promise.withResolvers<Listener>()
  const first = await freePort()
  const where = { listener: listening.promise, host: '127.0.0.1', door: 'notebooks' } as const
  const ports = createPorts({ ...where, first, last: first })
  const given = await givenNotebooks({ ports })
  const { notebooks } = given
  const { log } = given.given
  const directory = await mkdtemp(join(tmpdir(), 'notebooks-ca-'))
  const doors = { notebooks: createNotebooksDoor({ notebooks, log }) }
  const authority = await openCertificateAuthority(directory)
  const listener = createListener({ doors, domain: 'm.test', authority, tls: undefined, log })
  listening.resolve(listener)
  const ana = await givenPerson(given, 'ana')
  const { id } = await notebooks.openNotebook(ana, {})
  const { port, code } = await notebooks.enterNotebook(ana, id)
  const url = `http://127.0.0.1:${port}`
  const entrance = `${url}/millrace/enter?code=${code}`
  return {
    ...{ url, port, entrance },
    async cookie() {
      const { headers } = await fetch(entrance, { redirect: 'manual' })
      return headers.get('set-cookie')?.split(';')[0] ?? ''
    },
    async [Symbol.asyncDispose]() {
      await given[Symbol.asyncDispose]()
      await ports.closeAll()
      await listener.close()
      await rm(directory, { recursive: true })
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

test('given a code, when it is shown, then a strict cookie leads to JupyterLab', async () => {
  await using given = await givenDoor()

  const answer = await fetch(given.entrance, { redirect: 'manual' })

  assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/lab'])
  const wanted = new RegExp(
    `^millrace_notebook_${given.port}=.+; Path=/; HttpOnly; SameSite=Strict`,
  )
  assert.match(answer.headers.get('set-cookie') ?? '', wanted)
  assert.equal((await fetch(given.entrance, { redirect: 'manual' })).status, 401)
})

test('given a pass, when Jupyter is asked, then nothing of the platform reaches it', async () => {
  await using given = await givenDoor()
  const cookie = `millrace_session=the-portals; ${await given.cookie()}`
  const headers = { cookie, authorization: 'Bearer t', origin: given.url }

  const answer = await fetch(`${given.url}/api/x?y=1`, { method: 'POST', headers, body: 'text' })

  const reached = (await answer.json()) as { url: string; headers: Record<string, string> }
  assert.equal(reached.url, '/api/x?y=1')
  assert.equal(reached.headers.origin, given.url)
  assert.deepEqual([reached.headers.cookie, reached.headers.authorization], [undefined, undefined])
  assert.equal(answer.headers.get('set-cookie'), null)
})

const foreign: [string, string, Record<string, string>][] = [
  ['a page of the portal', 'POST', { origin: 'http://127.0.0.1:8470' }],
  ['a page of elsewhere', 'POST', { origin: 'https://elsewhere.test' }],
  [
    'a script of another port',
    'GET',
    { 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'script' },
  ],
  ['a frame of elsewhere', 'GET', { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'iframe' }],
  [
    'a form of another port',
    'POST',
    { 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'document' },
  ],
]
for (const [who, method, headers] of foreign)
  test(`given ${who}, when it asks with the cookie, then it is refused`, async () => {
    await using given = await givenDoor()
    const cookie = await given.cookie()

    const { status } = await ask(`${given.url}/api/kernels`, method, { cookie, ...headers })

    assert.equal(status, 403)
  })

test('given a link from elsewhere, when it leads to the entrance, then it is refused', async () => {
  await using given = await givenDoor()
  const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' }

  assert.equal((await ask(given.entrance, 'GET', headers)).status, 403)

  assert.equal((await ask(given.entrance, 'GET', { 'sec-fetch-site': 'same-site' })).status, 403)
  const shown = { 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'document' }
  assert.equal((await ask(given.entrance, 'GET', shown)).status, 303)
})

test('given a WebSocket of its own page, when it opens, then it is joined', async () => {
  await using given = await givenDoor()
  const cookie = await given.cookie()

  const heard = await upgrade(given.port, { cookie, origin: given.url })

  assert.match(heard, /^HTTP\/1.1 101 .*sec-websocket-accept: yes/s)
  assert.match(heard, /ping$/)
  assert.doesNotMatch(heard, /cookie/)
})

for (const origin of ['http://127.0.0.1:8470', 'null', undefined])
  test(`given a WebSocket of ${origin}, when it opens, then it is refused`, async () => {
    await using given = await givenDoor()
    const cookie = await given.cookie()

    const heard = await upgrade(given.port, { cookie, ...(origin ? { origin } : {}) })

    assert.match(heard, /^HTTP\/1.1 403 /)
  })

/** `fetch` will not send what only browsers say. */
function ask(url: string, method: string, headers: Record<string, string>) {
  return new Promise<{ status: number }>((settle, fail) => {
    const asking = request(url, { method, headers }, (answer) => {
      answer.resume()
      answer.on('end', () => settle({ status: answer.statusCode ?? 0 }))
    })
    asking.on('error', fail)
    asking.end()
  })
}

/** All that comes back until a ping is echoed, or the other side closes. */
function upgrade(port: number, headers: Record<string, string>): Promise<string> {
  const lines = Object.entries({ host: `127.0.0.1:${port}`, ...headers }).map(
    ([a, b]) => `${a}: ${b}`,
  )
  const socket = connect(port, '127.0.0.1')
  socket.write(`GET /ws HTTP/1.1\r\nconnection: Upgrade\r\nupgrade: websocket\r\n`)
  socket.write(`${lines.join('\r\n')}\r\n\r\nping`)
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const heard: string[] = []
  socket.on('data', (data) => {
    heard.push(data.toString())
    if (!heard.join('').endsWith('ping')) return
    socket.destroy()
  })
  socket.on('error', reject)
  socket.on('close', () => resolve(heard.join('')))
  return promise
}
