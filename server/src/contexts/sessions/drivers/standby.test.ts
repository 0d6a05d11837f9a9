import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FakeBoxes } from '../testing/fake-boxes.ts'
import { Standby } from './standby.ts'

const size = { cores: 2, memoryMib: 1800, jvmMib: 768, temporaryMib: 512, standby: 1 }

test('given drivers that end as they start, when begun again, then less and less often', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const boxes = new FakeBoxes()
  const standby = new Standby(boxes, size)
  standby.start()

  const seen: (string | undefined)[] = []
  for (const pauseMs of [1000, 2000, 4000]) {
    const { length } = boxes.opened
    standby.forget(boxes.opened.at(-1) ?? '')
    seen.push(standby.facts()?.state)
    t.mock.timers.tick(pauseMs - 1)
    assert.equal(boxes.opened.length, length)
    t.mock.timers.tick(1)
    assert.equal(boxes.opened.length, length + 1)
  }

  assert.deepEqual(seen, ['warming', 'warming', 'failed'])
  const driver = standby.find(boxes.opened.at(-1) ?? '')
  assert.ok(driver)
  driver.stage = 'ready'
  standby.fill()
  assert.equal(standby.facts()?.state, 'ready')
})

test('given a ready standby that ends, when it is forgotten, then the next begins at once', () => {
  const boxes = new FakeBoxes()
  const standby = new Standby(boxes, size)
  standby.start()
  const [box = ''] = boxes.opened
  Object.assign(standby.find(box) ?? {}, { stage: 'ready' })

  standby.forget(box)

  assert.equal(boxes.opened.length, 2)
})
