import assert from 'node:assert/strict'
import test from 'node:test'
import type { Credentials } from '../../contexts/identity/index.ts'
import { givenSessions } from '../../contexts/sessions/testing/index.ts'
import { systemClock } from '../../foundation/clock.ts'
import { givenDoor } from '../../testing/door.ts'
import { allowing, givenIdentity, trusting } from '../../testing/identity.ts'
import { signedHeaders } from '../../testing/sign.ts'
import { createLivyDoor } from './index.ts'

/** The door over the real identity; who asks signs. */
async function givenLivy() {
  const given = await givenIdentity(systemClock)
  const { identity } = given
  const running = await givenSessions({ identity })
  const door = createLivyDoor({
    sessions: running.sessions,
    identity,
    compute: { clusterByCredentials: async () => undefined },
    clock: systemClock,
    log: given.log,
  })
  const served = await givenDoor(door)
  return {
    ...given,
    async ask(key: Credentials, method: string, path: string, sent?: object) {
      const url = `${served.url}${path}`
      const body = sent === undefined ? '' : JSON.stringify(sent)
      const { sessionToken } = key
      const headers: Record<string, string> = {
        'content-type': 'application/json',
        ...(sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }),
      }
      const signed = signedHeaders(key, 'emr-serverless', { url, method, headers, body })
      const response = await fetch(url, { method, headers: signed, ...(sent ? { body } : {}) })
      return { status: response.status, answer: (await response.json()) as { id: number } }
    },
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]()
      await running[Symbol.asyncDispose]()
      await given[Symbol.asyncDispose]()
    },
  }
}

const code = { code: 'print(1)' }
const below = ['', '/state', '/log', '/statements'] as const

test('given keys vended for storage, when they sign, then no session knows them', async () => {
  await using livy = await givenLivy()
  const { admin, caller } = await livy.account({ name: 'market' })
  const { answer } = await livy.ask(admin, 'POST', '/sessions', { kind: 'pyspark' })
  const prefixes = [{ location: 's3://lake/flights/', access: 'read' as const }]
  const vended = await livy.identity.vend(caller, { prefixes }, 900)

  const posted = await livy.ask(vended, 'POST', `/sessions/${answer.id}/statements`, code)
  const opened = await livy.ask(vended, 'POST', '/sessions', { kind: 'pyspark' })
  const listed = await livy.ask(vended, 'GET', '/sessions')

  assert.deepEqual([posted.status, opened.status, listed.status], [403, 403, 403])
  const owner = await livy.ask(admin, 'POST', `/sessions/${answer.id}/statements`, code)
  assert.equal(owner.status, 201)
})

test('given a session of less rights, when it has the name of one, then it is not in', async () => {
  await using livy = await givenLivy()
  const { admin, caller, accountId } = await livy.account({ name: 'market' })
  const trust = trusting({ AWS: `arn:aws:iam::${accountId}:root` })
  const { arn: roleArn } = await livy.identity.createRole(caller, { name: 'quant', trust })
  const text = JSON.stringify(allowing('*'))
  const inline = { kind: 'role', name: 'quant', policyName: 'all', text } as const
  await livy.identity.putInlinePolicy(caller, inline)
  const as = async (policy?: object) => {
    const narrowed = policy ? { policy: JSON.stringify(policy) } : {}
    const command = { roleArn, sessionName: 'ana', ...narrowed }
    return (await livy.identity.assumeRole(caller, command)).credentials
  }
  const { answer } = await livy.ask(await as(), 'POST', '/sessions', { kind: 'pyspark' })

  for (const path of below) {
    const asked = await livy.ask(await as(allowing('*')), 'GET', `/sessions/${answer.id}${path}`)
    assert.equal(asked.status, 404, path)
  }
  const narrow = await as(allowing(['millrace:RunCode', 's3:GetObject']))
  const posted = await livy.ask(narrow, 'POST', `/sessions/${answer.id}/statements`, code)
  const listed = await livy.ask(narrow, 'GET', '/sessions')

  assert.equal(posted.status, 404)
  assert.deepEqual((listed.answer as unknown as { sessions: [] }).sessions, [])
  const same = await livy.ask(await as(), 'POST', `/sessions/${answer.id}/statements`, code)
  assert.equal(same.status, 201)
  assert.equal((await livy.ask(admin, 'GET', `/sessions/${answer.id}`)).status, 404)
})

test('given no right to run code, when a session is opened or used, then 403', async () => {
  await using livy = await givenLivy()
  const { caller } = await livy.account({ name: 'market' })
  await livy.user(caller, 'ana', allowing('millrace:RunCode'))
  const key = await livy.identity.createAccessKey(caller, { userName: 'ana' })
  const { answer } = await livy.ask(key, 'POST', '/sessions', { kind: 'pyspark' })
  const policy = { kind: 'user', name: 'ana', policyName: 'own' } as const
  await livy.identity.deleteInlinePolicy(caller, policy)

  const opened = await livy.ask(key, 'POST', '/sessions', { kind: 'pyspark' })
  const posted = await livy.ask(key, 'POST', `/sessions/${answer.id}/statements`, code)

  assert.deepEqual([opened.status, posted.status], [403, 403])
})

test('given a session of a passed role, when it may be passed no more, then 403', async () => {
  await using livy = await givenLivy()
  const { caller } = await livy.account({ name: 'market' })
  const trust = trusting({ Service: 'emr-serverless.amazonaws.com' })
  const { arn } = await livy.identity.createRole(caller, { name: 'runtime', trust })
  await livy.user(caller, 'ana', allowing(['millrace:RunCode', 'iam:PassRole']))
  const key = await livy.identity.createAccessKey(caller, { userName: 'ana' })
  const conf = { 'emr-serverless.session.executionRoleArn': arn }
  const { answer } = await livy.ask(key, 'POST', '/sessions', { kind: 'pyspark', conf })
  const text = JSON.stringify(allowing('millrace:RunCode'))
  const less = { kind: 'user', name: 'ana', policyName: 'own', text } as const
  await livy.identity.putInlinePolicy(caller, less)

  const posted = await livy.ask(key, 'POST', `/sessions/${answer.id}/statements`, code)

  assert.equal(posted.status, 403)
})
