import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Health, type Problem, routes } from '@millrace/contract'
import { givenApi, STATUS } from './testing/given-api.ts'

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

  assert.equal(answer.status, 401)
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

  const answer = await fetch(`${api.url}/notebooks`, {
    method: 'POST',
    headers: api.bearer,
    body: '{}',
  })

  assert.equal(answer.status, 501)
  assert.equal(((await answer.json()) as Problem).kind, 'not-implemented')
})

test('given the governing account, when health is read, then no other may', async () => {
  await using api = await givenApi()
  const { caller: other } = await api.given.account({ name: 'other' })
  const token = await api.identity.issueToken(other, 600)

  const own = await fetch(`${api.url}/health`, { headers: api.bearer })
  const others = await fetch(`${api.url}/health`, { headers: { authorization: `Bearer ${token}` } })

  const health = (await own.json()) as Health
  assert.deepEqual(
    health.checks.map(({ name, state }) => [name, state]),
    [
      ['Database', 'ok'],
      ['Disk', 'ok'],
      ['Isolation', 'ok'],
      ['Spark engine', 'ok'],
      ['Audit chain', 'ok'],
      ['Stored bytes', 'ok'],
      ['Jobs', 'ok'],
    ],
  )
  assert.ok(health.disk && health.disk.freeBytes > 0)
  assert.equal(others.status, 403)
})

test('given the door, when its description is read, then every operation is in it', async () => {
  await using api = await givenApi()

  const described = (await (await fetch(`${api.url}/openapi.json`)).json()) as {
    paths: Record<string, object>
  }

  const paths = Object.values(routes).map((route) => route.split(' ')[1] ?? '')
  const wanted = paths.map((path) => `/api/v1${path.replaceAll(/:(\w+)/g, '{$1}')}`)
  assert.deepEqual(new Set(Object.keys(described.paths)), new Set(wanted))
})

function post(url: string, headers: Record<string, string>) {
  return fetch(url, { method: 'POST', headers, body: '{}' })
}

test('given a driver’s token, when presented outside its box, then it opens nothing', async () => {
  await using api = await givenApi()
  const token = await api.identity.issueToken({ ...api.admin, boundTo: 'd-1' }, 60)
  const authorization = `Bearer ${token}`

  const bearer = await fetch(`${api.url}/me`, { headers: { authorization } })
  const cookie = await fetch(`${api.url}/me`, { headers: { cookie: `millrace_session=${token}` } })

  assert.deepEqual([bearer.status, cookie.status], [403, 403])
  assert.equal(((await bearer.json()) as Problem).code, 'credentials.bound-elsewhere')
})

test('given accounts, when each lists them, then who runs the platform sees all', async () => {
  await using api = await givenApi()
  await api.given.account({ name: 'market' })
  const outsider = await api.given.account({ name: 'outsider' })
  const token = await api.identity.issueToken(outsider.caller, 60)
  const names = async (authorization: string) => {
    const answer = await fetch(`${api.url}/accounts`, { headers: { authorization } })
    const { items } = (await answer.json()) as { items: { name: string }[] }
    return items.map(({ name }) => name).sort()
  }

  assert.deepEqual(await names('Bearer operator'), ['equities', 'market', 'outsider'])
  assert.deepEqual(await names(api.bearer.authorization), ['equities', 'market', 'outsider'])
  assert.deepEqual(await names(`Bearer ${token}`), ['outsider'])
})
