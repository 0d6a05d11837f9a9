import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLog } from '../foundation/log.ts'
import { startZygote } from './zygote.ts'

test('given a Python that is not there, when started, then the end is told', async () => {
  const ended = Promise.withResolvers<void>()
  const log = createLog('silent')

  const zygote = startZygote({
    ...{ python: '/nowhere/python', driver: '/nowhere', log },
    heard: () => {},
    ended: ended.resolve,
  })
  await ended.promise

  assert.equal(zygote.alive, false)
})
