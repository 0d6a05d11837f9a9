import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLog } from '../foundation/log.ts'
import { Box } from './box.ts'
import { Executors } from './executors.ts'
import type { BoxOrder, ClusterOrder } from './protocol.ts'

const size = { cores: 1, memoryMib: 1024, jvmMib: 512, temporaryMib: 128 }
const launch = { event: 'launch', box: 'e-1', driver: 'd-1', executor: '0', host: '127.0.1.2' }

test('given a driver, when a head asks for an executor, then it joins the driver', () => {
  const given = givenBoxes()

  given.executors.asked(given.head, { ...launch, event: 'launch', size })

  assert.deepEqual(given.opened, [
    {
      ...{ ...size, box: 'e-1', engine: 'spark-4.1', batch: false, warm: false },
      executor: { driver: 'd-1', executor: '0', host: '127.0.1.2' },
    },
  ])
})

test('given a driver with packages, when it gets an executor, then that has them too', () => {
  const given = givenBoxes({ layers: ['/packages/a'] })

  given.executors.asked(given.head, { ...launch, event: 'launch', size })

  assert.deepEqual(given.opened[0]?.layers, ['/packages/a'])
})

test('given no such driver, when a head asks for an executor, then it has ended', () => {
  const given = givenBoxes()

  given.executors.asked(given.head, { ...launch, event: 'launch', driver: 'd-2', size })

  assert.deepEqual(given.opened, [])
  assert.deepEqual(given.told, [{ op: 'ended', box: 'e-1', code: 1 }])
})

test('given a driver that the head has let go, when an executor starts, then it ends', () => {
  const given = givenBoxes()

  given.executors.asked(given.head, { ...launch, event: 'launch', size: null })

  assert.deepEqual(given.opened, [])
  assert.deepEqual(given.told, [{ op: 'ended', box: 'e-1', code: 1 }])
})

test('given a box that cannot be made, when an executor starts, then it has ended', async () => {
  const given = givenBoxes()
  given.broken = true

  given.executors.asked(given.head, { ...launch, event: 'launch', size })
  await new Promise((resolve) => setImmediate(resolve))

  assert.deepEqual(given.told, [{ op: 'ended', box: 'e-1', code: 1 }])
})

test('given an executor, when its driver ends, then it does, and its head is told', () => {
  const given = givenBoxes()
  given.executors.asked(given.head, { ...launch, event: 'launch', size })

  given.executors.ended(given.driver)
  given.executors.ended(given.box('e-1'), 143)

  assert.deepEqual(given.closed, ['e-1'])
  assert.deepEqual(given.told, [{ op: 'ended', box: 'e-1', code: 143 }])
})

test('given an executor, when another head gives it up, then it goes on', () => {
  const given = givenBoxes()
  given.executors.asked(given.head, { ...launch, event: 'launch', size })

  given.executors.asked(given.box('h-2'), { event: 'abandon', box: 'e-1' })
  assert.deepEqual(given.closed, [])
  given.executors.asked(given.head, { event: 'abandon', box: 'e-1' })

  assert.deepEqual(given.closed, ['e-1'])
})

/** Boxes that are only orders; what is sent to the head is kept. */
function givenBoxes(driverHas: Partial<BoxOrder> = {}) {
  const boxes = new Map<string, Box>()
  const opened: BoxOrder[] = []
  const closed: string[] = []
  const told: unknown[] = []
  const none = () => {}
  const add = (order: BoxOrder) => {
    const made = new Box(order, { heard: none, asked: none, logged: none, broken: none })
    made.send = (message: Parameters<Box['send']>[0]) => void told.push(message as ClusterOrder)
    boxes.set(order.box, made)
    return made
  }
  const given = { opened, closed, told, broken: false }
  const open = async (order: BoxOrder) => {
    if (given.broken) throw new Error('no box can be made')
    opened.push(order)
    add(order)
  }
  const executors = new Executors({
    open,
    find: (box) => boxes.get(box),
    close: (box) => void closed.push(box),
    log: createLog('silent'),
  })
  const plain = { ...size, engine: 'spark-4.1', batch: false, warm: false }
  const driver = add({ ...plain, ...driverHas, box: 'd-1' })
  const head = add({ ...plain, box: 'h-1', head: true })
  add({ ...plain, box: 'h-2', head: true })
  return Object.assign(given, { executors, driver, head, box: (name: string) => boxes.get(name)! })
}
