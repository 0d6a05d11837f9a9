import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenShare, home, partner, trades } from '../testing/given-governance.ts'

test('given many requests, when they are listed by pages, then each comes once', async () => {
  await using given = await givenShare()
  const { governance, caller } = given
  const asked: string[] = []
  for (let count = 0; count < 5; count++) {
    given.now.at = new Date(given.now.at.getTime() + 1)
    const { id, permissions } = await governance.requestAccess(caller('quant', partner), {
      catalogId: home,
      resource: trades,
      purpose: 'evaluate the vendor',
    })
    assert.deepEqual(permissions, ['DESCRIBE', 'SELECT'])
    asked.unshift(id)
  }

  const seen: string[] = []
  let before: string | undefined
  do {
    const page = await governance.listRequests(caller('admin', partner), {
      box: 'waiting',
      size: 2,
      ...(before && { before }),
    })
    seen.push(...page.items.map(({ id }) => id))
    before = page.next
  } while (before)

  assert.deepEqual(seen, asked)
})
