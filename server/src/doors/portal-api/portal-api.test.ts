import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import type { Problem, Status } from '@millrace/contract'
import type { Caller, Identity } from '../../contexts/identity/index.ts'
import { createLog } from '../../foundation/log.ts'
import { createPortalApiDoor } from './index.ts'

const STATUS: Status = {
  url: 'http://127.0.0.1:8470',
  version: '0.1.0',
  ready: true,
  isolation: 'full',
  engine: { state: 'ready', detail: '' },
  demo: { state: 'none' },
  components: [],
}

test('given nobody, when the status is asked for, then it comes', async () => {
  await using api = await givenApi()

  const answer = await fetch(`${api.url}/status`)

  assert.deepEqual(await answer.json(), STATUS)
})

test('given nobody, when something else is asked for, then sign-in is demanded', async () => {
  await using api = await givenApi()

  const answer = await fetch(`${api.url}/me`)

  const problem = (await answer.json()) as Problem
  assert.equal(answer.status, 401)
  assert.equal(problem.code, 'portal-api.sign-in-required')
  assert.equal(problem.requestId, answer.headers.get('x-request-id'))
})

test('given a forged session, when it is presented, then it is refused', async () => {
  await using api = await givenApi()

  const answer = await fetch(`${api.url}/me`, { headers: { cookie: 'millrace_session=forged' } })

  assert.notEqual(answer.status, 200)
})

test('given a foreign page, when it posts with our cookie, then it is refused', async () => {
  await using api = await givenApi()
  const headers = { cookie: 'millrace_session=t', 'content-type': 'application/json' }

  const foreign = await post(`${api.url}/sign-out`, { ...headers, origin: 'https://evil.test' })
  const form = await post(`${api.url}/sign-out`, {
    ...headers,
    'content-type': 'application/x-www-form-urlencoded',
  })
  const own = await post(`${api.url}/sign-out`, { ...headers, origin: new URL(api.url).origin })

  assert.deepEqual([foreign.status, form.status, own.status], [403, 400, 200])
})

test('given a session, when it is closed, then the cookie is taken back', async () => {
  await using api = await givenApi()

  const answer = await post(`${api.url}/sign-out`, { 'content-type': 'application/json' })

  const cookie = answer.headers.get('set-cookie') ?? ''
  assert.match(cookie, /^millrace_session=; Path=\/; Max-Age=0; HttpOnly; SameSite=Strict$/)
})

test('given an unknown path, when asked for, then the answer is a problem', async () => {
  await using api = await givenApi()

  const answer = await fetch(`${api.url}/nothing`)

  assert.equal(((await answer.json()) as Problem).code, 'portal-api.no-such-path')
})

test('given an operation of later, when asked for, then it says that it is not there', async () => {
  await using api = await givenApi()

  const answer = await fetch(`${api.url}/trials/1/memo`)

  assert.equal(answer.status, 501)
  assert.equal(((await answer.json()) as Problem).kind, 'not-implemented')
})

test('given the door, when its description is read, then only what is served is in', async () => {
  await using api = await givenApi()

  const described = (await (await fetch(`${api.url}/openapi.json`)).json()) as {
    paths: Record<string, object>
  }

  assert.ok(described.paths['/api/v1/status'])
  assert.equal(described.paths['/api/v1/trials/{id}/memo'], undefined)
})

function post(url: string, headers: Record<string, string>) {
  return fetch(url, { method: 'POST', headers, body: '{}' })
}

async function givenApi() {
  const identity: Pick<Identity, 'verifyToken'> = {
    verifyToken: async (): Promise<Caller> => assert.fail('not a token'),
  }
  const door = createPortalApiDoor({
    identity: identity as Identity,
    status: async () => STATUS,
    operatorToken: 'operator',
    version: '0.1.0',
    clock: () => new Date(),
    log: createLog('silent'),
  })
  const server = createServer((request, response) => {
    const [rawPath = '', rawQuery = ''] = (request.url ?? '').split('?')
    const here = { requestId: crypto.randomUUID(), box: undefined, secure: false }
    void door.handle({ request, response, rawPath, rawQuery, ...here })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
