import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Listener } from './listener.ts'
import { createPorts } from './ports.ts'

test('given a platform at the last ports, when one beyond them is opened, then not', async () => {
  const { promise: listener } = Promise.withResolvers<Listener>()
  const place = { listener, host: '127.0.0.1', door: 'dashboards' } as const
  const ports = createPorts({ ...place, first: 65_535, last: 65_554 })

  const open = await ports.open(65_536)

  assert.equal(open, false)
})
