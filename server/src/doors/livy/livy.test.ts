import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import type { Caller } from '../../contexts/identity/index.ts'
import { givenSessions, userNamed } from '../../contexts/sessions/testing/index.ts'
import { systemClock } from '../../foundation/clock.ts'
import { defineError } from '../../foundation/errors.ts'
import { givenDoor } from '../../testing/door.ts'
import { createLivyDoor } from './index.ts'

const unknownKey = defineError<Record<never, never>>({
  code: 'testing.unknown-key',
  kind: 'unauthenticated',
  message: () => 'unknown',
})

const SECRET = 'a-secret-of-a-key'

/** The door over sessions whose drivers answer at once; keys are the names of users. */
async function givenLivy(options: { sidePort?: number } = {}) {
  const given = await givenSessions()
  const door = createLivyDoor({
    sessions: given.sessions,
    identity: {
      async signInWithKey({ accessKeyId, secretAccessKey }) {
        if (!accessKeyId.startsWith('AKIA') || secretAccessKey !== SECRET) return undefined
        return userNamed(accessKeyId.slice(4)).caller as Caller
      },
      async authenticate({ accessKeyId }) {
        if (!accessKeyId.startsWith('AKIA')) throw unknownKey({})
        const caller = userNamed(accessKeyId.slice(4)).caller as Caller
        return { secretAccessKey: SECRET, caller }
      },
    },
    compute: {
      async clusterByCredentials({ username, password }) {
        if (username !== 'pair' || password !== 'pw') return undefined
        const { accountId, owner: issuedTo } = userNamed('ana')
        const roleArn = `arn:aws:iam::${accountId}:role/quant-research`
        const cluster = { id: 'j-1', livyPort: 8700 }
        const behind = `arn:aws:iam::${accountId}:user/bea`
        return { cluster, roleArn, issuedTo, behind, accountId, assumedThrough: [] }
      },
    },
    clock: systemClock,
    log: given.database.log,
  })
  const served = await givenDoor(door, options)
  return {
    ...given,
    async ask(method: string, path: string, as: string, body?: unknown) {
      const authorization = `Basic ${Buffer.from(as).toString('base64')}`
      const response = await fetch(`${served.url}${path}`, {
        method,
        headers: { authorization, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const answer = (await response.json()) as Record<string, unknown>
      return { status: response.status, headers: response.headers, answer }
    },
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]()
      await given[Symbol.asyncDispose]()
    },
  }
}

const ana = `AKIAana:${SECRET}`

interface Recorded {
  method: string
  path: string
  body: Record<string, unknown> | null
  status: number
  response: Record<string, unknown>
}

/** Requests of sparkmagic 0.23.0's PySpark kernel, as it sent them. */
const recorded = readFileSync(
  join(import.meta.dirname, 'golden/sparkmagic-0.23.0.golden.jsonl'),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded)

test('given what sparkmagic sent, when it is sent anew, then answers have its form', async () => {
  await using livy = await givenLivy()

  for (const { method, path, body, status, response } of recorded) {
    // The recording's user called itself “bob”; here identity comes from the credentials.
    const { proxyUser: _, ...sent } = body ?? {}
    const got = await livy.ask(method, path, ana, body ? sent : undefined)

    assert.equal(got.status, status, `${method} ${path}: ${JSON.stringify(got.answer)}`)
    for (const key of Object.keys(response))
      assert.ok(key in got.answer, `${method} ${path} lacks "${key}"`)
    if (method === 'POST' && path === '/sessions') await idle(livy, Number(got.answer.id))
  }
})

async function idle(livy: Awaited<ReturnType<typeof givenLivy>>, id: number): Promise<void> {
  for (let asked = 0; asked < 500; asked += 1) {
    const { answer } = await livy.ask('GET', `/sessions/${id}`, ana)
    if (answer.state === 'idle') return
  }
  assert.fail('the session never became idle')
}

test('given wrong or no credentials, when sessions are asked for, then 401', async () => {
  await using livy = await givenLivy()

  for (const as of ['AKIAana:wrong', 'nobody:pw', 'pair:wrong', ':'])
    assert.equal((await livy.ask('GET', '/sessions', as)).status, 401, as)
  const { answer } = await livy.ask('GET', '/sessions', 'AKIAana:wrong')
  assert.match(String(answer.msg), /"AKIAana" and its password are no key pair/)
})

test('given a cluster’s pair, when it opens one, then it runs as the role', async () => {
  await using livy = await givenLivy()

  const opened = await livy.ask('POST', '/livy/sessions', 'pair:pw', { kind: 'pyspark' })
  const other = await livy.ask('POST', '/sessions', 'pair:pw', { proxyUser: 'admin' })

  assert.equal(opened.status, 201)
  assert.match(String(opened.answer.proxyUser), /role\/quant-research$/)
  assert.equal(opened.headers.get('location'), `/sessions/${opened.answer.id}`)
  assert.equal(other.status, 403)
  const [kept] = await livy.database.sql.selectFrom('sessions.sessions').select('behind').execute()
  assert.match(String(kept?.behind), /user\/bea$/)
  // The same person’s own sessions are elsewhere.
  assert.equal((await livy.ask('GET', `/sessions/${opened.answer.id}`, ana)).status, 404)
})

test('given a cluster’s pair, when another cluster’s port is asked, then 401', async () => {
  for (const [sidePort, status] of [
    [8700, 200],
    [8701, 401],
  ] as const) {
    await using livy = await givenLivy({ sidePort })
    assert.equal((await livy.ask('GET', '/sessions', 'pair:pw')).status, status)
  }
})

test('given bad input, when it is sent, then Livy’s error says what', async () => {
  await using livy = await givenLivy()

  const unknown = await livy.ask('GET', '/sessions/99', ana)
  const nowhere = await livy.ask('PUT', '/sessions', ana)
  const escaped = await livy.ask('GET', '/sessions/%zz', ana)
  const malformed = await livy.ask('POST', '/sessions', ana, { conf: 'x' })

  assert.deepEqual([unknown.status, unknown.answer.msg], [404, "Session '99' not found."])
  assert.deepEqual([nowhere.status, escaped.status], [404, 404])
  assert.deepEqual([malformed.status, malformed.answer.msg], [400, '"conf" is not an object'])
})

test('given an idle session, when names are completed, then candidates come', async () => {
  await using livy = await givenLivy()
  const { answer } = await livy.ask('POST', '/sessions', ana, { kind: 'pyspark' })
  await idle(livy, Number(answer.id))

  const path = `/sessions/${answer.id}/completion`
  const completed = await livy.ask('POST', path, ana, { code: 'ord', cursor: 3 })

  assert.deepEqual(completed.answer, { candidates: ['orded'] })
})

test('given Airflow’s requests, when it runs a batch, then it follows it to its end', async () => {
  await using livy = await givenLivy()
  const sent = { file: 's3://b/ok.py', args: ['a'], conf: {}, jars: [], driverMemory: '1g' }

  const posted = await livy.ask('POST', '/batches', ana, sent)
  const path = `/batches/${posted.answer.id}`

  assert.equal(posted.status, 201)
  assert.equal(posted.headers.get('location'), path)
  let state = ''
  for (let asked = 0; asked < 500 && state !== 'success'; asked += 1)
    state = String((await livy.ask('GET', `${path}/state`, ana)).answer.state)
  assert.equal(state, 'success')
  const log = await livy.ask('GET', `${path}/log?from=0&size=100`, ana)
  assert.deepEqual(Object.keys(log.answer), ['id', 'from', 'total', 'log'])
  const { answer: listed } = await livy.ask('GET', '/batches', ana)
  assert.deepEqual([listed.total, listed.from], [1, 0])
  assert.deepEqual((await livy.ask('DELETE', path, ana)).answer, { msg: 'deleted' })
  assert.equal((await livy.ask('GET', path, ana)).status, 404)
})

test('given what a batch cannot have, when it is posted, then 400 with the reason', async () => {
  await using livy = await givenLivy()
  const file = 's3://b/ok.py'
  const wrong: [unknown, RegExp][] = [
    [{}, /"file" is missing/],
    [{ file: 7 }, /"file" is not a string/],
    [{ file, args: 'a' }, /"args" is not a list of strings/],
    [{ file, args: [1] }, /"args" is not a list of strings/],
    [{ file, className: 'org.example.Main' }, /"className" is not offered/],
    [{ file, jars: ['s3://b/x.jar'] }, /"jars" is not offered/],
    [{ file: 'file:///etc/passwd' }, /is no s3:/],
  ]

  for (const [body, message] of wrong) {
    const { status, answer } = await livy.ask('POST', '/batches', ana, body)
    assert.equal(status, 400, JSON.stringify(body))
    assert.match(String(answer.msg), message)
  }
})

test('given packages as a list, when a session opens, then they are a setting of it', async () => {
  await using livy = await givenLivy()
  const open = (requirements: unknown) =>
    livy.ask('POST', '/sessions', ana, { kind: 'pyspark', requirements })

  const { answer } = await open(['humanize >= 4, < 5', 'requests[socks]'])
  const refused = [await open(['a b']), await open(['-r /etc/passwd']), await open('humanize')]

  const session = await livy.sessions.getSession(userNamed('ana'), String(answer.id))
  const setting = session.conf['spark.millrace.requirements']
  assert.equal(setting, 'humanize>=4,<5 requests[socks]')
  assert.deepEqual(
    refused.map(({ status }) => status),
    [400, 400, 400],
  )
})
