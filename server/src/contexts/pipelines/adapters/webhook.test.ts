import assert from 'node:assert/strict'
import { test } from 'node:test'
import { internalAddress } from './webhook.ts'

const internal = [
  '10.0.0.1',
  '127.0.0.1',
  '169.254.169.254',
  '192.168.1.1',
  '::1',
  '::ffff:10.0.0.1',
  '::ffff:a00:1',
  '2002:7f00:1::',
  'fd00::1',
]

for (const address of internal)
  test(`given the internal address ${address}, when judged, then it is internal`, () => {
    assert.equal(internalAddress(address), true)
  })

for (const address of ['8.8.8.8', '93.184.216.34', '::ffff:8.8.8.8', '2606:4700::1'])
  test(`given the public address ${address}, when judged, then it is not`, () => {
    assert.equal(internalAddress(address), false)
  })
