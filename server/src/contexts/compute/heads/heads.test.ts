import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLog } from '../../../foundation/log.ts'
import { FakeHeads } from '../../../testing/heads.ts'
import type { Cluster } from '../model/cluster.ts'
import { Heads } from './heads.ts'

const cluster = {
  id: 'j-ONE',
  releaseLabel: 'spark-4.1',
  groups: [{ role: 'CORE', instanceType: 'm5.large', count: 1, instanceIds: ['ci-1'] }],
} as unknown as Cluster

const log = createLog('silent')

test('given a head of an earlier server, when it is there, then it is used', async () => {
  const boxes = new FakeHeads()
  boxes.left = ['h-j-ONE-abc', 'h-j-TWO-def']
  const heads = new Heads(boxes)
  await heads.start(async () => {}, log)

  heads.settle(cluster, [])
  heads.closeAllBut(new Set(['j-ONE']))

  assert.deepEqual(boxes.opened, [])
  assert.deepEqual(
    boxes.sent.map(({ box }) => box),
    ['h-j-ONE-abc', 'h-j-ONE-abc'],
  )
  assert.deepEqual(boxes.closed, ['h-j-TWO-def'])
})

test('given nothing new, when settled again, then the head is told nothing', async () => {
  const boxes = new FakeHeads()
  const heads = new Heads(boxes)
  await heads.start(async () => {}, log)

  heads.settle(cluster, [])
  heads.settle(cluster, [])

  assert.equal(boxes.opened.length, 1)
  assert.equal(boxes.sent.length, 2)
})

test('given no workers, when settled, then there is no head', async () => {
  const boxes = new FakeHeads()
  const heads = new Heads(boxes)
  await heads.start(async () => {}, log)

  heads.settle({ ...cluster, groups: [] }, [])

  assert.deepEqual(boxes.opened, [])
})

test('given machines, when one has no executor for long, then it is idle', async () => {
  const boxes = new FakeHeads()
  const heads = new Heads(boxes)
  await heads.start(async () => {}, log)
  heads.settle(cluster, [])
  const later = (seconds: number) => new Date(Date.now() + seconds * 1000)

  boxes.say(boxes.opened[0]!, [{ id: 'ci-1', stage: 'up', boxes: [] }])
  assert.deepEqual(heads.idle('j-ONE', 60, later(30)), [])
  assert.deepEqual(heads.idle('j-ONE', 60, later(61)), ['ci-1'])
  boxes.say(boxes.opened[0]!, [{ id: 'ci-1', stage: 'up', boxes: ['e-1'] }])

  assert.deepEqual(heads.idle('j-ONE', 60, later(61)), [])
})

test('given a database that is away, when machines are told, then the server goes on', async () => {
  const boxes = new FakeHeads()
  const heads = new Heads(boxes)
  const told: string[] = []
  const changed = async () => {
    told.push('changed')
    throw new Error('the database is away')
  }
  await heads.start(changed, log)
  heads.settle(cluster, [])

  boxes.say(boxes.opened[0]!, [{ id: 'ci-1', stage: 'up', boxes: [] }])
  await new Promise((resolve) => setImmediate(resolve))

  assert.deepEqual(told, ['changed'])
  assert.equal(heads.machines('j-ONE')[0]?.stage, 'up')
})
