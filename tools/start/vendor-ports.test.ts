import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { demoHosts, vendorPorts } from './vendor-ports.ts'

test('given a home, when its vendor’s ports are asked for, then they stay the same', async () => {
  const home = mkdtempSync(join(tmpdir(), 'millrace-ports-'))

  const first = await vendorPorts(home)
  const again = await vendorPorts(home)

  assert.deepEqual(again, first)
  assert.equal(new Set(Object.values(first)).size, 3)
  const hosts = demoHosts(first, 'http://127.0.0.1:8470')
  assert.deepEqual(hosts.slice(2), [`localhost:${first.https}`, '127.0.0.1:8470'])
  rmSync(home, { recursive: true })
})
