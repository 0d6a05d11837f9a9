import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogueFull, tokenReused } from '../errors.ts'
import { ana, givenCompute, stranger } from '../testing/given-compute.ts'

const wish = { name: 'Research', providerName: 'Us', description: undefined, tags: {}, token: 't' }

test('given a token, when used again, then it is the same portfolio or refused', async () => {
  await using given = await givenCompute()
  const create = (over = {}, caller = ana) =>
    given.compute.createPortfolio(caller, { ...wish, ...over })

  const first = await create()
  const again = await create()
  const foreign = await create({}, stranger)

  assert.equal(again.id, first.id)
  assert.notEqual(foreign.id, first.id)
  await assert.rejects(create({ name: 'Other' }), tokenReused.matches)
  assert.deepEqual(await given.actions(), [
    ...['compute.portfolio-created', 'compute.portfolio-created'],
  ])
  given.closed.add('servicecatalog:CreatePortfolio')
  await assert.rejects(create(), /may not/)
})

test('given a hundred portfolios, when one more is made, then it is refused', async () => {
  await using given = await givenCompute()
  for (let count = 0; count < 100; count += 1)
    await given.compute.createPortfolio(ana, { ...wish, token: String(count) })

  const more = given.compute.createPortfolio(ana, { ...wish, token: 'more' })

  await assert.rejects(more, catalogueFull.matches)
})
