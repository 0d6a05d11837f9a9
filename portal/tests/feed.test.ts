import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { ApplyFeed } from '@millrace/contract'
import { EARLIER, FEED } from './testing/answers/feeds.ts'
import { violations } from './testing/axe.ts'
import { type GivenPortal, givenPortal, type VisitOptions } from './testing/portal.ts'

const HERE = `/feeds/${FEED.id}`
/** To the window, a minute later: what it shows is asked for again. */
const COME_BACK = `const now = Date.now
  Date.now = () => now() + 60_000
  window.dispatchEvent(new Event('visibilitychange'))`
let portal: GivenPortal

before(async () => {
  portal = await givenPortal()
})
after(() => portal[Symbol.asyncDispose]())

for (const look of [
  { width: 1280, colors: 'light' },
  { width: 360, colors: 'dark' },
] as const)
  test(`given a feed, when it is changed ${look.colors}, then as it was seen`, async () => {
    const changes: NonNullable<VisitOptions['changes']> = []
    const page = await portal.visit(HERE, { ...look, changes })
    await page.getByRole('button', { name: 'Change…' }).click()
    const field = page.getByLabel('Definition')
    await field.fill('{')
    await page.getByText('This is no JSON object.').waitFor()
    await field.fill(JSON.stringify({ ...FEED.definition, checks: [] }))
    assert.deepEqual(await violations(page), [])

    await page.getByRole('button', { name: 'See what it changes' }).click()
    await page.getByText('breaking').waitFor()
    assert.deepEqual(await violations(page), [])
    await page.getByRole('button', { name: 'Change the feed' }).click()
    await page.getByRole('button', { name: 'Change…' }).waitFor()

    const applied = changes.find(({ operation }) => operation === 'applyFeed')?.body as ApplyFeed
    assert.deepEqual([applied.name, applied.version, applied.digest], ['counts', 2, 'd-feed'])
    assert.deepEqual(applied.definition, { ...FEED.definition, checks: [] })
  })

test('given an earlier version, when taken again, then it is made of the newest', async () => {
  const changes: NonNullable<VisitOptions['changes']> = []
  const page = await portal.visit(HERE, { changes })

  await page.getByRole('button', { name: 'Take again: version 1' }).click()
  await page.getByRole('button', { name: 'See what it changes' }).click()
  await page.getByRole('button', { name: 'Change the feed' }).click()
  await page.getByRole('button', { name: 'Change…' }).waitFor()
  const paused = page.waitForResponse(/\/pause$/)
  await page.getByRole('button', { name: 'Pause' }).click()
  await paused

  const applied = changes.find(({ operation }) => operation === 'applyFeed')?.body as ApplyFeed
  const { definition, roleArn } = EARLIER
  const { version, ...rest } = applied
  assert.equal(version, 2)
  assert.deepEqual([rest.definition, rest.roleArn], [definition, roleArn])
  assert.ok(changes.some(({ operation }) => operation === 'pauseFeed'))
})

test('given a feed that is edited, when somebody changes it, then the text stays', async () => {
  const page = await portal.visit(HERE)
  await page.getByRole('button', { name: 'Change…' }).click()
  const text = JSON.stringify({ ...FEED.definition, checks: [] })
  await page.getByLabel('Definition').fill(text)

  await page.route('**/feeds/f-1', (route) => route.fulfill({ json: { ...FEED, version: 3 } }))
  await page.evaluate(COME_BACK)
  await page.getByText('Somebody changed the feed to version 3').waitFor()

  assert.equal(await page.getByLabel('Definition').inputValue(), text)
})
