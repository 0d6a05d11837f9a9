import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { test } from 'node:test'
import { createOutbound, internalAddress, isInternal } from './outbound.ts'

const internal = [
  '10.0.0.1',
  '127.0.0.1',
  '169.254.169.254',
  '192.168.1.1',
  '::1',
  '::ffff:10.0.0.1',
  '::ffff:a00:1',
  '2002:7f00:1::',
  'fd00:ec2::254',
]

for (const address of internal)
  test(`given the internal address ${address}, when judged, then it is internal`, () => {
    assert.equal(isInternal(address), true)
  })

for (const address of ['8.8.8.8', '93.184.216.34', '::ffff:8.8.8.8', '2606:4700::1'])
  test(`given the public address ${address}, when judged, then it is not`, () => {
    assert.equal(isInternal(address), false)
  })

test('given loopback in any clothes, when asked for, then it is refused', async () => {
  const outbound = createOutbound({ internalHosts: ['127.0.0.1:22', 'vendor.test'] })

  for (const host of ['127.0.0.1', 'localhost', '[::1]', '0x7f000001', '2130706433'])
    await assert.rejects(outbound.resolve({ host, port: 21 }), internalAddress.matches)
  assert.equal(await outbound.resolve({ host: '127.0.0.1', port: 22 }), '127.0.0.1')
})

test('given a name that leads inside, when connected to, then only where allowed', async () => {
  await using server = createServer((socket) => socket.end())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const target = { host: 'localhost', port, family: 4 }
  const reach = (internalHosts: string[]) => {
    const lookup = createOutbound({ internalHosts }).lookupFor(target)
    const socket = connect({ ...target, lookup })
    return once(socket, 'connect').finally(() => socket.destroy())
  }

  await assert.rejects(reach([]), internalAddress.matches)
  await assert.rejects(reach([`localhost:${port + 1}`]), internalAddress.matches)
  await reach([`localhost:${port}`])
})
