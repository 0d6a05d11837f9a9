import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { DATASET } from './testing/answers/data.ts'
import { violations } from './testing/axe.ts'
import { type Given, givenSteward } from './testing/steward.ts'

const HERE = '/datasets/111111111111/mobility/flights'

/** Every form that governs: where it is, and the button that opens it. */
const FORMS: readonly (readonly [path: string, opener: string])[] = [
  ['/tags', 'New tag'],
  ['/tags', 'Change the values of sensitivity'],
  ['/tags', 'Delete sensitivity'],
  [`${HERE}/tags`, 'Set a tag on column carrier'],
  ['/grants', 'New grant'],
  ['/grants', 'Share'],
  ['/tags/expressions', 'New expression'],
  ['/tags/expressions', 'Change internal data'],
  ['/tags/expressions', 'Delete internal data'],
  ['/grants/policies', 'New policy'],
  ['/grants/policies', 'Change delta only'],
  ['/grants/policies', 'Attach delta only'],
  ['/grants/policies', 'Delete delta only'],
  [`${HERE}/grants`, 'Grant'],
  [`${HERE}/grants`, 'New filter'],
  [`${HERE}/grants`, 'Delete delta'],
  ['/approvals/rules', 'New rule'],
  ['/approvals/rules', 'Delete the rule restricted data'],
  ['/approvals/reminders', 'Remove desk@example.org'],
  ['/vendors', 'New vendor'],
  ['/vendors/v-1', 'Change…'],
  [HERE, 'Announce…'],
  [HERE, 'Deprecate…'],
  [HERE, 'Withdraw: Gates join in May.'],
]

let given: Given

before(async () => {
  given = await givenSteward()
})
after(() => given[Symbol.asyncDispose]())

for (const [path, opener] of FORMS)
  for (const look of [
    { width: 1280, colors: 'light' },
    { width: 360, colors: 'dark' },
  ] as const)
    test(`given ${path}, when “${opener}” opens ${look.colors}, then it is clean`, async () => {
      const mine = { getDataset: { ...DATASET, mayDocument: true } }
      const { page, dialog } = await given.visit(path, mine, look)
      const button = page.getByRole('button', { name: opener, exact: true })
      await button.click({ trial: true }) // Some open once what they change is there.
      await button.press('Enter')
      await dialog.getByRole('button', { name: 'Cancel' }).waitFor()

      assert.deepEqual(await violations(page), [])
      const wide = (part: string) => `document.querySelector("dialog").${part}`
      const tooWide = await page.evaluate(`${wide('scrollWidth')} - ${wide('clientWidth')}`)
      assert.equal(tooWide, 0, 'the form scrolls sideways')

      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'hidden' })
      await page.context().close()
    })
