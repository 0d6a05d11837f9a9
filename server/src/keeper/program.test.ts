import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boxSpec, programOf } from './program.ts'
import type { BoxOrder } from './protocol.ts'

const order: BoxOrder = {
  ...{ box: 'd-1', engine: 'spark-4.1', memoryMib: 1024, jvmMib: 512, cores: 1 },
  ...{ temporaryMib: 64, batch: false, warm: false },
}
const engine = {
  ...{ directory: '/engine', python: '/engine/python', notebookPython: '/engine/notebook' },
  ...{ javaHome: '/java', archive: '/engine/a.jsa', readable: ['/pythons'] },
}
const options = { driver: '/driver', port: 8470, region: 'us-east-1' }
const owned = { uid: 200_001, cgroups: [] }

test('given a driver with packages, when its box is made, then it can read them alone', () => {
  const given = { order: { ...order, layers: ['/packages/1/a'] }, engine, options }

  const spec = boxSpec(given, owned)
  const program = programOf(given)

  assert.deepEqual(spec.readable.slice(-2), ['/driver', '/packages/1/a'])
  assert.deepEqual(spec.writable, [])
  assert.ok(!('names' in spec) && !('network' in program))
  assert.deepEqual(program, {
    ...{ engine: '/engine', archive: '-XX:SharedArchiveFile=/engine/a.jsa' },
    environment: {
      ...{ JAVA_HOME: '/java', PYTHONPATH: '/driver/worker', MILLRACE_LAYERS: '/packages/1/a' },
    },
    ...{ port: 8470, region: 'us-east-1', cores: 1, jvmMib: 512, batch: false, warm: false },
  })
})

test('given a resolver, when its box is made, then it alone has a network and names', () => {
  const resolver = {
    ...{ directory: '/making/1', uv: '/uv/uv', python: '/other/python' },
    ...{ readable: ['/uv', '/other'], wanted: ['a'], installed: ['b==1'] },
  }
  const given = { order: { ...order, resolver }, engine, options }

  const spec = boxSpec(given, owned)

  assert.deepEqual(spec.readable.slice(-2), ['/uv', '/other'])
  assert.deepEqual(spec.writable, [['/making/1', '/home/resolver']])
  assert.equal(spec.names, 1)
  assert.deepEqual(programOf(given), {
    ...{ program: 'resolver', network: 'host', home: '/home/resolver' },
    ...{ uv: '/uv/uv', python: '/other/python', wanted: ['a'], installed: ['b==1'] },
  })
})
