import assert from 'node:assert/strict'
import { test } from 'node:test'
import { internalAddress } from '../../../foundation/outbound.ts'
import { fetchFailed, hostKeyMismatch } from '../errors.ts'
import { connectionProblem, withoutSecrets } from './connection-problem.ts'

const coded = (code: string | number, message = 'x') => Object.assign(new Error(message), { code })
const wrapped = (cause: Error) => fetchFailed({ path: 'h', reason: cause.message }, { cause })

test('given errors of fetchers, when told, then each is of its kind', () => {
  const of = (error: unknown) => connectionProblem(error, {}).kind
  const told: [unknown, string][] = [
    [wrapped(coded('ENOTFOUND')), 'name-unknown'],
    [new AggregateError([coded('ECONNREFUSED')], ''), 'refused'],
    [wrapped(coded('ETIMEDOUT')), 'no-answer'],
    [coded('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls'],
    [wrapped(new Error('All configured authentication methods failed')), 'login-refused'],
    [wrapped(coded(530, '530 Not for you')), 'login-refused'],
    [fetchFailed({ path: '/', reason: 'the server answered 401' }), 'login-refused'],
    [fetchFailed({ path: '/', reason: 'the server answered 404' }), 'no-directory'],
    [internalAddress({ host: 'h' }), 'internal-address'],
    ['odd', 'other'],
  ]

  assert.deepEqual(
    told.map(([error]) => of(error)),
    told.map(([, kind]) => kind),
  )
})

test('given a host key, when none was agreed on, then what is seen is told', () => {
  const seen = 'SHA256:abc'
  const unknown = connectionProblem(hostKeyMismatch({ host: 'h', seen }), {})
  const other = connectionProblem(hostKeyMismatch({ host: 'h', seen, agreed: 'SHA256:x' }), {})

  assert.deepEqual([unknown.kind, unknown.hostKeySha256], ['host-key-unknown', seen])
  assert.equal(other.kind, 'host-key-other')
})

test('given a server that echoes a secret, when told, then it is not there in any form', () => {
  const secret = { password: 'open sesame/1', privateKeyPem: 'KEY' }
  const basic = Buffer.from('open sesame/1').toString('base64')
  const text = `530 open sesame/1 open%20sesame%2F1 ${basic}\r\n\u001b[2JKEY ${'x'.repeat(999)}`

  const told = connectionProblem(wrapped(new Error(text)), secret).message

  assert.doesNotMatch(told, /sesame|KEY|\p{Cc}/u)
  assert.ok(!told.includes(basic))
  assert.ok(told.length < 500)
  assert.equal(withoutSecrets('a', { password: '' }), 'a')
})
