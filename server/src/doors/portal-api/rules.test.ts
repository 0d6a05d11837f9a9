import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { setImmediate as aMoment } from 'node:timers/promises'
import type { ExportedRules, Problem, RulesPlan } from '@millrace/contract'
import { givenApi } from './testing/given-api.ts'

async function givenRules() {
  const api = await givenApi()
  const { governance, catalog, accountId, admin } = api
  await catalog.createDatabase(admin, { accountId, database: 'mobility' })
  await governance.putDataLakeSettings(admin, {
    ...(await governance.getDataLakeSettings(admin, accountId)),
    admins: [admin.principalArn],
  })
  const grants = [
    {
      principal: admin.principalArn,
      resource: { database: 'mobility' },
      permissions: ['DESCRIBE'],
    },
  ]
  const post = async <Answer>(path: string, body: object) => {
    const headers = { ...api.bearer, 'content-type': 'application/json' }
    const init = { method: 'POST', headers, body: JSON.stringify(body) }
    const answer = await fetch(`${api.url}/access/${path}`, init)
    return { status: answer.status, answer: (await answer.json()) as Answer }
  }
  const exported = async () => {
    const answer = await fetch(`${api.url}/access/export`, { headers: api.bearer })
    return ((await answer.json()) as ExportedRules).document
  }
  return { api, grants, post, exported, [Symbol.asyncDispose]: () => api[Symbol.asyncDispose]() }
}

test('given a document, when planned and applied, then an export has it', async () => {
  await using given = await givenRules()
  const document = { grants: given.grants }

  const { answer: plan } = await given.post<RulesPlan>('plan', { document })
  const applied = await given.post('apply', { document, digest: plan.digest })

  assert.deepEqual(
    plan.steps.map(({ sign, text }) => `${sign} ${text}`),
    [`+ DESCRIBE on mobility to ${given.api.admin.principalArn}`],
  )
  assert.equal(applied.status, 200)
  assert.deepEqual((await given.exported()).grants, given.grants)
  const again = await given.post<Problem>('apply', { document, digest: plan.digest })
  assert.deepEqual([again.status, again.answer.code], [409, 'governance.plan-changed'])
})

test('given a mistake in a document, when planned, then its path is a fact', async () => {
  await using given = await givenRules()
  const document = { grants: [{ ...given.grants[0], permissions: ['DESCRIBES'] }] }

  const { status, answer } = await given.post<Problem>('plan', { document })

  assert.equal(status, 400)
  assert.equal(answer.message, 'grants[0].permissions[0]: "DESCRIBES" is no permission')
  assert.equal(answer.facts?.path, 'grants[0].permissions[0]')
})

test('given documents larger than other bodies, when planned at once, then each is', async () => {
  await using given = await givenRules()
  const grants = given.grants.map((grant) => ({ ...grant, note: 'x'.repeat(2 << 20) }))

  const plans = await Promise.all(
    Array.from({ length: 5 }, () => given.post<Problem>('plan', { document: { grants } })),
  )

  // Read whole, and refused for what stands in it.
  for (const { status, answer } of plans)
    assert.deepEqual([status, answer.facts?.path], [400, 'grants[0].note'])
})

test('given a document beyond all measure, when planned, then it is refused', async () => {
  await using given = await givenRules()
  const grants = given.grants.map((grant) => ({ ...grant, note: 'x'.repeat(17 << 20) }))

  const { status, answer } = await given.post<Problem>('plan', { document: { grants } })

  assert.deepEqual([status, answer.message], [400, 'Request body is too large'])
})

/** A request for a plan of which the body never comes whole. */
async function begun({ url, bearer }: { url: string; bearer: Record<string, string> }) {
  const { hostname, port, host, pathname } = new URL(`${url}/access/plan`)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  const headers = Object.entries({ host, ...bearer, 'content-length': '1000' })
  const lines = headers.map(([name, value]) => `${name}: ${value}`)
  socket.write([`POST ${pathname} HTTP/1.1`, ...lines, '', '{"document":'].join('\r\n'))
  return { socket, answer: () => once(socket, 'data').then(String) }
}

test('given some who go away at once, when others plan, then they are answered', async () => {
  await using given = await givenRules()
  for (let times = 0; times < 6; times += 1) {
    const { socket } = await begun(given.api)
    socket.destroySoon()
    await once(socket, 'close')
  }

  const { status } = await given.post('plan', { document: { grants: given.grants } })

  assert.equal(status, 200)
})

test('given bodies that do not come, when a minute is over, then others are read', async (t) => {
  await using given = await givenRules()
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const slow = await Promise.all([1, 2].map(() => begun(given.api)))
  const answers = Promise.all(slow.map(({ answer }) => answer()))
  const planned = given.post('plan', { document: { grants: given.grants } })

  const waiting = { on: true }
  void Promise.all([answers, planned]).finally(() => {
    waiting.on = false
  })
  while (waiting.on) {
    t.mock.timers.tick(60_000)
    await aMoment()
  }

  for (const answer of await answers) {
    assert.match(answer, /^HTTP\/1.1 400 [\s\S]*connection: close/i)
    assert.match(answer, /portal-api.body-too-slow[\s\S]*not here whole after 60 seconds/)
  }
  assert.equal((await planned).status, 200)
})

test('given who may not plan, when they begin to send, then they are refused unread', async () => {
  await using given = await givenRules()
  const { governance, accountId, admin } = given.api
  const settings = await governance.getDataLakeSettings(admin, accountId)
  await governance.putDataLakeSettings(admin, { ...settings, admins: [] })

  const { socket, answer } = await begun(given.api)

  assert.match(await answer(), /^HTTP\/1.1 403 [\s\S]*governance.denied/)
  socket.destroy()
})
