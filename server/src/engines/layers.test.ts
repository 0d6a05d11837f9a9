import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createLog } from '../foundation/log.ts'
import type { KeeperClient } from '../keeper/client.ts'
import type { BoxOrder, EngineForBoxes } from '../keeper/protocol.ts'
import { LayerFiles } from './layer-files.ts'
import { Layers } from './layers.ts'

type Hear = Parameters<KeeperClient['listen']>[0]

test('given packages that are not there, when wanted, then they are fetched once', async () => {
  await using given = givenLayers()

  assert.match(given.detail('1', 'a', 'b'), /packages are fetched, once: a b; 0 s so far/)
  assert.match(given.detail('1', 'a', 'b'), /0 s so far/)
  await given.succeed(0)

  const answer = given.prepare('1', 'a', 'b')
  assert.equal(answer.state, 'ready')
  assert.equal(answer.state === 'ready' && answer.layers?.length, 1)
  const [{ resolver, layers } = {}] = given.orders
  assert.deepEqual(resolver?.wanted, ['a', 'b'])
  assert.deepEqual(resolver?.installed, ['numpy==2.4.6', 'py4j==0.10.9.9'])
  assert.deepEqual([given.orders.length, layers, given.heard()], [1, undefined, 1])
})

test('given one account’s packages, when another wants them, then it gets its own', async () => {
  await using given = givenLayers()
  given.prepare('1', 'a')
  await given.succeed(0)

  assert.equal(given.prepare('2', 'a').state, 'pending')
  await given.succeed(1)

  const paths = ['1', '2'].map((account) => given.path(account, 'a'))
  assert.equal(new Set(paths).size, 2)
})

test('given an account with many, when another comes, then it does not wait for them', async () => {
  await using given = givenLayers()
  for (const name of ['a', 'b', 'c']) given.prepare('1', name)

  assert.match(given.detail('2', 'a'), /so far/)

  assert.match(given.detail('1', 'b'), /they wait for others/)
  assert.deepEqual(given.asked(), ['a', 'a'])
  await given.succeed(0)
  assert.deepEqual(given.asked(), ['a', 'a', 'b'])
})

test('given a resolver that fails, when asked, then why, and later it is tried again', async () => {
  await using given = givenLayers()
  given.prepare('1', 'nowhere')

  await given.end(0, 'packages were not found: nowhere')

  const answer = given.prepare('1', 'nowhere')
  assert.equal(answer.state === 'failed' && answer.reason.includes('not found: nowhere'), true)
  assert.equal(given.prepare('1', 'other').state, 'pending')
})

test('given one that left nothing, when it ends, then it has failed', async () => {
  await using given = givenLayers()
  given.prepare('1', 'a')
  await given.say(0)
  await given.end(0, 'the driver ended with code 0')

  const answer = given.prepare('1', 'a')

  assert.match(answer.state === 'failed' ? answer.reason : '', /has no "packages" of its own/)
})

test('given one that takes too long, when looked at, then it is ended', async () => {
  await using given = givenLayers({ secondsMax: 0 })
  given.prepare('1', 'a')

  await given.closed

  const answer = given.prepare('1', 'a')
  assert.match(answer.state === 'failed' ? answer.reason : '', /it took longer than 0 s/)
})

test('given what no look can reach, when looked at, then it is fetched all the same', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  await using given = givenLayers()
  given.prepare('1', 'a')
  writeFileSync(join(given.staged(0), 'packages'), 'no directory')

  t.mock.timers.tick(2000)
  await sleep(100)

  assert.deepEqual(given.closing, [])
})

test('given more than is allowed, when looked at, then it is ended, and says so', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  await using given = givenLayers()
  given.prepare('1', 'a')
  mkdirSync(join(given.staged(0), 'packages'))
  writeFileSync(join(given.staged(0), 'packages', 'large'), 'x'.repeat(1001))

  t.mock.timers.tick(2000)
  await given.closed

  const answer = given.prepare('1', 'a')
  assert.match(answer.state === 'failed' ? answer.reason : '', /take more than 1000 bytes/)
})

test('given packages that wait for others, when stopped, then they are not begun', async () => {
  await using given = givenLayers()
  for (const name of ['a', 'b']) given.prepare('1', name)

  given.stop()
  await given.closed

  assert.deepEqual([given.asked(), given.closing.length], [['a'], 1])
})

test('given code of an engine not yet known, when told of, then it keeps its own', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() })
  await using given = givenLayers()
  for (const [at, name] of ['a', 'b'].entries()) {
    given.prepare('1', name)
    await given.succeed(at)
  }
  const [a = '', b = ''] = ['a', 'b'].map((name) => given.path('1', name))

  t.mock.timers.tick(8 * 86_400_000)
  given.keep([{ engine: 'spark-4.1', packages: { accountId: '1' as never, wanted: ['a'] } }])
  while (existsSync(b)) await sleep(5)

  assert.equal(existsSync(a), true)
})

test('given a platform without an index, when packages are wanted, then why not', async () => {
  await using given = givenLayers({ index: 'none' })

  const answer = given.prepare('1', 'a')

  assert.match(answer.state === 'failed' ? answer.reason : '', /takes no packages .* is none/)
  assert.deepEqual(given.orders, [])
})

test('given a resolver of an earlier server, when it is told of, then it is ended', async () => {
  await using given = givenLayers()

  const size = { memoryMib: 1, jvmMib: 0, cores: 1, temporaryMib: 1 }
  const made = { ...size, engine: 'spark-4.1', layered: false, told: false }
  await given.tell({ event: 'box', box: 'q-before', stage: 'starting', made })

  assert.deepEqual(given.closing, ['q-before'])
})

/** Layers on real files, whose resolvers’ boxes are told of by the test. */
function givenLayers(options: { secondsMax?: number; index?: string } = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-layers-'))
  const packages = join(directory, 'environments/spark/lib/python3.11/site-packages')
  for (const name of ['numpy-2.4.6.dist-info', 'py4j-0.10.9.9.dist-info', 'numpy'])
    mkdirSync(join(packages, name), { recursive: true })
  const python = join(directory, 'environments/spark/bin/python')
  const other = { notebookPython: '', javaHome: '', archive: '', readable: [] }
  const engine: EngineForBoxes = { directory, python, ...other }
  const orders: BoxOrder[] = []
  const closing: string[] = []
  const told: { hear: Hear; heard: number } = { hear: async () => {}, heard: 0 }
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  const limits = { sizeBytesMax: 1000, filesMax: 100, accountBytesMax: 5000, unusedDaysMax: 7 }
  const layers = new Layers({
    ...{ directory, index: undefined, log: createLog('silent'), ...options },
    files: new LayerFiles(join(directory, 'packages'), limits),
    boxes: {
      open: (order) => void orders.push(order),
      close(box, reason) {
        closing.push(box)
        void told.hear({ event: 'end', box, reason, log: [] }).then(resolve)
      },
      listen: (listener) => void Object.assign(told, { hear: listener }),
    },
    changed() {
      told.heard += 1
    },
  })
  const boxOf = (at: number) => orders[at]?.box ?? ''
  const stagedOf = (at: number) => orders[at]?.resolver?.directory ?? ''
  const say = (at: number) =>
    told.hear({ event: 'message', box: boxOf(at), sequence: 1, message: { event: 'ready' } })
  const end = (at: number, reason: string) =>
    told.hear({ event: 'end', box: boxOf(at), reason, log: [] })
  const prepare = (accountId: string, ...wanted: string[]) =>
    layers.prepare({ accountId: accountId as never, wanted }, 'spark-4.1', engine)
  return {
    ...{ orders, closing, closed, say, end, prepare },
    tell: (news: Parameters<Hear>[0]) => told.hear(news),
    heard: () => told.heard,
    staged: stagedOf,
    stop: () => layers.stop(),
    keep: (inUse: Parameters<Layers['keep']>[0]) => layers.keep(inUse),
    path(accountId: string, ...wanted: string[]) {
      const answer = prepare(accountId, ...wanted)
      return answer.state === 'ready' ? answer.layers?.[0] : undefined
    },
    asked: () => orders.map(({ resolver }) => resolver?.wanted.join(' ')),
    detail(accountId: string, ...wanted: string[]) {
      const answer = prepare(accountId, ...wanted)
      return answer.state === 'pending' ? answer.detail : answer.state
    },
    async succeed(at: number) {
      const staged = stagedOf(at)
      mkdirSync(join(staged, 'packages'))
      writeFileSync(join(staged, 'set'), orders[at]?.resolver?.wanted.join('\n') ?? '')
      await say(at)
      await end(at, 'the driver ended with code 0')
    },
    async [Symbol.asyncDispose]() {
      layers.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
