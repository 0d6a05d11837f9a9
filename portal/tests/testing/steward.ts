import assert from 'node:assert/strict'
import { GOVERNANCE, ME } from './answers/people.ts'
import { type Answers, givenPortal, type VisitOptions } from './portal.ts'

/** Whoever changes the rules of the account that owns everything here. */
const STEWARD = { ...ME, name: 'steward', account: GOVERNANCE }

type Look = Pick<VisitOptions, 'width' | 'colors'>

export type Given = Awaited<ReturnType<typeof givenSteward>>

/** The portal as a steward sees it. */
export async function givenSteward() {
  const portal = await givenPortal()
  return {
    visit: async (path: string, changed: Answers = {}, look: Look = {}) => {
      const changes: NonNullable<VisitOptions['changes']> = []
      const known = { getMe: STEWARD, ...changed }
      const page = await portal.visit(path, { ...look, changes, changed: known })
      const dialog = page.getByRole('dialog')
      /** The effects are shown, and they are agreed to. */
      const agreed = async (act: string) => {
        await dialog.getByText('It opens data that is tagged as restricted.').waitFor()
        assert.equal(changes.length, 1, 'to look changes nothing')
        await dialog.getByRole('button', { name: act, exact: true }).click()
        await dialog.waitFor({ state: 'hidden' })
      }
      const agree = async (act: string) => {
        await dialog.getByRole('button', { name: 'See what it changes' }).click()
        await agreed(act)
      }
      return { page, dialog, changes, agree, agreed, madeAsSeen: () => madeAsSeen(changes) }
    },
    [Symbol.asyncDispose]: () => portal[Symbol.asyncDispose](),
  }
}

/** What was looked at first is what was made, on the version on which it was seen. */
function madeAsSeen(changes: NonNullable<VisitOptions['changes']>): unknown {
  const [seen, made, ...more] = changes
  const asked = (seen?.body as { changes: unknown } | undefined)?.changes
  assert.deepEqual(more, [])
  assert.equal(seen?.operation, 'planChanges')
  assert.equal(made?.operation, 'applyChanges')
  assert.deepEqual(made?.body, { changes: asked, digest: 'd-plan', snapshotVersion: 41 })
  return asked
}
