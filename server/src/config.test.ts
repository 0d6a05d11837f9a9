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

test('given a place of objects, when it is half or odd, then that is refused', () => {
  const whole = {
    MILLRACE_OBJECTS: 's3://lake-of-ours/platforms/one/',
    MILLRACE_OBJECTS_ENDPOINT: 'https://minio:9000/',
    MILLRACE_OBJECTS_CREDENTIALS: '/etc/millrace/key',
  }

  assert.deepEqual(readConfig(whole).objects, {
    bucket: 'lake-of-ours',
    prefix: 'platforms/one/',
    endpoint: 'https://minio:9000',
    region: 'us-east-1',
    credentialsFile: '/etc/millrace/key',
  })
  assert.equal(readConfig({ ...whole, MILLRACE_OBJECTS: 's3://lake' }).objects?.prefix, '')
  assert.equal(readConfig({}).objects, undefined)
  for (const wrong of [
    { MILLRACE_OBJECTS: '/srv/objects' },
    { MILLRACE_OBJECTS_ENDPOINT: 'minio:9000' },
    { MILLRACE_OBJECTS_CREDENTIALS: '' },
  ])
    assert.throws(() => readConfig({ ...whole, ...wrong }), { code: 'server.no-place-of-objects' })
})

test('given a port for SFTP, when it is none, then that is refused', () => {
  const beside = { MILLRACE_SFTP_PORT: '2222', MILLRACE_SFTP_HOST: '0.0.0.0' }

  assert.equal(readConfig({}).sftp, undefined)
  assert.deepEqual(readConfig({ MILLRACE_SFTP_PORT: '2222' }).sftp, {
    ...{ host: '127.0.0.1', port: 2222 },
  })
  assert.deepEqual(readConfig(beside).sftp, { host: '0.0.0.0', port: 2222 })
  for (const MILLRACE_SFTP_PORT of ['ssh', '-1', '70000'])
    assert.throws(() => readConfig({ MILLRACE_SFTP_PORT }), { code: 'server.no-port' })
})

test('given a quota for all accounts, when it is no whole number, then it is refused', () => {
  const { quota } = readConfig({ MILLRACE_QUOTA_BYTES: '1000' })

  assert.deepEqual(quota, { sizeBytesMax: 1000 })
  for (const wrong of ['1GB', '-1', '1.5'])
    assert.throws(() => readConfig({ MILLRACE_QUOTA_OBJECTS: wrong }), { code: 'server.no-limit' })
})

test('given an ownership of new buckets, when it is none of the two, then it is refused', () => {
  const read = (value?: string) => readConfig({ MILLRACE_OBJECT_OWNERSHIP: value }).objectOwnership

  assert.equal(read(), 'BucketOwnerEnforced')
  assert.equal(read('ObjectWriter'), 'ObjectWriter')
  for (const value of ['BucketOwnerPreferred', 'objectwriter'])
    assert.throws(() => read(value), { code: 'server.no-ownership' }, value)
})

test('given an index of packages, when it is none or an address, then it is taken', () => {
  const read = (value: string) => readConfig({ MILLRACE_PYTHON_INDEX: value }).packageIndex

  assert.deepEqual(['none', 'https://a.test/simple', ''].map(read), [
    ...['none', 'https://a.test/simple', undefined],
  ])
  assert.throws(() => read('off'), /MILLRACE_PYTHON_INDEX is "off": https:..host.simple or none/)
})
