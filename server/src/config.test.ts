import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from './config.ts'

test('given half of a TLS pair, when settings are read, then the other half is asked for', () => {
  const certificate = () => readConfig({ MILLRACE_TLS_CERT: '/x' })
  const key = () => readConfig({ MILLRACE_TLS_KEY: '/x' })

  assert.throws(certificate, /MILLRACE_TLS_CERT is set and MILLRACE_TLS_KEY is not/)
  assert.throws(key, /MILLRACE_TLS_KEY is set and MILLRACE_TLS_CERT is not/)
  assert.equal(readConfig({}).tls, undefined)
})
