import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ana, stranger } from '../testing/given-compute.ts'
import { givenPublished } from '../testing/given-published.ts'

test('given portfolios, when listed, then each account has its own alone', async () => {
  await using given = await givenPublished()

  const own = await given.compute.listPortfolios(ana)

  assert.deepEqual(
    own.map(({ name }) => name),
    ['Research'],
  )
  assert.deepEqual(await given.compute.listPortfolios(stranger), [])
  given.closed.add('servicecatalog:ListPortfolios')
  await assert.rejects(given.compute.listPortfolios(ana), /may not/)
})
