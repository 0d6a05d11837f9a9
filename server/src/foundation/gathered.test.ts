import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { gathered } from './gathered.ts'

const turn = () => setImmediate()

test('given nobody else, when something is asked, then it is asked at once', async () => {
  const { asked, askAll } = given()
  const ask = gathered(askAll, { sizeMax: 9 })

  const answer = ask(1)

  assert.deepEqual(asked, [[1]])
  assert.equal(await answer, '1')
})

test('given questions on their way, when more are asked, then they share one', async () => {
  const { asked, askAll } = given()
  const ask = gathered(askAll, { sizeMax: 3 })

  const answers = await Promise.all([1, 2, 3, 4, 5, 6].map(ask))

  assert.deepEqual(answers, ['1', '2', '3', '4', '5', '6'])
  assert.deepEqual(asked, [[1], [2, 3, 4], [5, 6]])
})

test('given asks of one key, when they wait, then they are asked apart', async () => {
  const { asked, askAll } = given()
  const ask = gathered(askAll, { keyOf: (one) => String(one % 2), sizeMax: 9 })

  await Promise.all([1, 2, 3, 4, 5].map(ask))

  for (const batch of asked)
    assert.equal(new Set(batch.map((one) => one % 2)).size, batch.length, String(batch))
})

test('given a question that hangs, when more are asked, then they go on', async () => {
  const hanging = Promise.withResolvers<void>()
  const askAll = async (batch: readonly number[]) => {
    if (batch.includes(1)) await hanging.promise
    return batch.map(String)
  }
  const ask = gathered(askAll, { sizeMax: 9 })

  const first = ask(1)
  const others = await Promise.all([2, 3].map(ask))
  hanging.resolve()

  assert.deepEqual(others, ['2', '3'])
  assert.equal(await first, '1')
})

test('given a question that fails, when it left nothing, then one alone has failed', async () => {
  const { asked, askAll } = given((batch) => batch.includes(4))
  const ask = gathered(askAll, { sizeMax: 9, isUndone: () => true })

  const settled = await Promise.allSettled([1, 2, 3, 4, 5].map(ask))

  assert.deepEqual(
    settled.map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
  )
  assert.deepEqual(asked.slice(1), [[2, 3, 4, 5], [2], [3], [4], [5]])
})

test('given a question that fails, when it may have left some, then nobody repeats', async () => {
  const { asked, askAll } = given((batch) => batch.includes(4))
  const ask = gathered(askAll, { sizeMax: 9 })

  const settled = await Promise.allSettled([1, 2, 3, 4, 5].map(ask))

  assert.equal(settled.filter(({ status }) => status === 'rejected').length, 4)
  assert.deepEqual(asked, [[1], [2, 3, 4, 5]])
})

test('given any asks, when some fail, then each has its own answer', async () => {
  const asks = fc.array(fc.record({ one: fc.nat(40), group: fc.nat(2), later: fc.nat(3) }))
  await fc.assert(
    fc.asyncProperty(asks, fc.integer({ min: 1, max: 5 }), async (all, sizeMax) => {
      type Ask = (typeof all)[number]
      const fails = ({ one }: Ask) => one % 7 === 3
      const askAll = async (batch: readonly Ask[]) => {
        assert.ok(batch.length > 0 && batch.length <= sizeMax)
        assert.equal(new Set(batch.map(({ group }) => group)).size, 1)
        await turn()
        if (batch.some(fails)) throw new RangeError(batch.find(fails)?.one.toString())
        return batch.map(({ one }) => one * 2)
      }
      const of = { groupOf: ({ group }: Ask) => String(group), sizeMax, isUndone: () => true }
      const ask = gathered(askAll, of)

      const settled = await Promise.allSettled(
        all.map(async (one) => {
          for (let turns = 0; turns < one.later; turns += 1) await turn()
          return ask(one)
        }),
      )

      for (const [at, { status, ...rest }] of settled.entries()) {
        const asked = all[at]
        assert.ok(asked)
        assert.equal(status, fails(asked) ? 'rejected' : 'fulfilled')
        if ('value' in rest) assert.equal(rest.value, asked.one * 2)
        else assert.equal(rest.reason.message, String(asked.one))
      }
    }),
  )
})

/** Answers each number by its text, a turn later, and keeps what was asked together. */
function given(fails: (batch: readonly number[]) => boolean = () => false) {
  const asked: number[][] = []
  const askAll = async (batch: readonly number[]) => {
    asked.push([...batch])
    await turn()
    if (fails(batch)) throw new RangeError('refused')
    return batch.map(String)
  }
  return { asked, askAll }
}
