import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { test } from 'node:test'
import { createLog } from '../foundation/log.ts'
import { connectKeeper } from './client.ts'
import type { BoxOrder, ServerMessage } from './protocol.ts'

test('given a database away, when a box has news, then they come again in order', async () => {
  const said: ServerMessage[] = []
  const both = Promise.withResolvers<void>()
  const send = (message: object) => {
    said.push(message as ServerMessage)
    if (said.length === 2) both.resolve()
    return true
  }
  const channel = Object.assign(new EventEmitter(), { connected: true, send })
  const keeper = connectKeeper({ channel, log: createLog('silent'), connection: () => {} })
  const heard: number[] = []
  keeper.listen(async (news) => {
    if (news.event === 'message') heard.push(news.sequence)
    if (heard.length === 1) throw Object.assign(new Error('shut down'), { code: '57P01' })
  })

  for (const sequence of [1, 2])
    channel.emit('message', { event: 'message', box: 'd-1', sequence, message: { event: 'ready' } })
  await both.promise

  assert.deepEqual(heard, [1, 1, 2])
  const acknowledged = [1, 2].map((sequence) => ({ op: 'acknowledge', box: 'd-1', sequence }))
  assert.deepEqual(said, acknowledged)
})

test('given ends that fail to be heard at first, when heard again, then none is lost', async () => {
  const channel = Object.assign(new EventEmitter(), { connected: true, send: () => true })
  const keeper = connectKeeper({ channel, log: createLog('silent'), connection: () => {} })
  const both = Promise.withResolvers<void>()
  const asked: string[] = []
  const ended = new Set<string>()
  keeper.listen(async ({ box }) => {
    asked.push(box)
    if (asked.filter((one) => one === box).length === 1) throw new RangeError('on purpose')
    if (ended.add(box).size === 2) both.resolve()
  })

  for (const box of ['d-1', 'd-2'])
    channel.emit('message', { event: 'end', box, reason: 'killed', log: [] })
  await both.promise

  assert.deepEqual(asked, ['d-1', 'd-2', 'd-1', 'd-2'])
})

test('given boxes found and ordered, when one ends, then the others live', async () => {
  const channel = Object.assign(new EventEmitter(), { connected: true, send: () => true })
  const keeper = connectKeeper({ channel, log: createLog('silent'), connection: () => {} })
  channel.emit('message', { event: 'keeper', boxes: ['d-1', 'd-2'] })
  keeper.open({ box: 'd-3' } as BoxOrder)

  channel.emit('message', { event: 'end', box: 'd-2', reason: 'killed', log: [] })

  assert.deepEqual([...keeper.living()], ['d-1', 'd-3'])
})
