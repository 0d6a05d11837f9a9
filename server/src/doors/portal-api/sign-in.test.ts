import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Me, Problem } from '@millrace/contract'
import { givenApi } from './testing/given-api.ts'

const JSON_TYPE = { 'content-type': 'application/json' }

async function givenAna() {
  const api = await givenApi()
  await api.identity.createUser(api.admin, { name: 'ana' })
  await api.identity.setPassword(api.admin, { userName: 'ana', password: 'a long password' })
  const signIn = (password: string) =>
    fetch(`${api.url}/sign-in`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: JSON.stringify({ account: 'equities', user: 'ana', password }),
    })
  return { api, signIn }
}

test('given a password, when signing in, then a cookie opens what follows', async () => {
  const { api, signIn } = await givenAna()
  await using _ = api

  const answer = await signIn('a long password')

  const cookie = answer.headers.get('set-cookie') ?? ''
  assert.match(cookie, /; HttpOnly; SameSite=Strict$/)
  const me = await fetch(`${api.url}/me`, { headers: { cookie: cookie.split(';')[0] ?? '' } })
  const { name, account } = (await me.json()) as Me
  assert.deepEqual([name, account.name], ['ana', 'equities'])
})

test('given a wrong password, when signing in, then no cookie is set', async () => {
  const { api, signIn } = await givenAna()
  await using _ = api

  const answer = await signIn('a wrong password')

  assert.equal(answer.status, 401)
  assert.equal(answer.headers.get('set-cookie'), null)
  assert.equal(((await answer.json()) as Problem).code, 'identity.wrong-password')
})

test('given a body that is no sign-in, when posted, then it is refused in words', async () => {
  await using api = await givenApi()

  const answer = await fetch(`${api.url}/sign-in`, {
    method: 'POST',
    headers: JSON_TYPE,
    body: JSON.stringify({ account: 'equities', extra: true }),
  })

  assert.equal(answer.status, 400)
  assert.equal(((await answer.json()) as Problem).kind, 'invalid')
})

test('given wrong passwords, when they go on, then the next one waits as it is told', async () => {
  const { api, signIn } = await givenAna()
  await using _ = api
  for (let times = 0; times < 5; times += 1) await signIn('a wrong password')

  const answer = await signIn('a long password')

  assert.equal(answer.status, 429)
  assert.match(answer.headers.get('retry-after') ?? '', /^(29|30)$/)
  assert.equal(((await answer.json()) as Problem).code, 'identity.too-many-guesses')
})
