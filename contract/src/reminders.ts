import { type Static, Type } from 'typebox'
import { Instant } from './values.ts'

const NoticeTarget = Type.Union([
  Type.Object(
    { kind: Type.Literal('webhook'), url: Type.String({ maxLength: 2000 }) },
    { additionalProperties: false },
  ),
  Type.Object(
    { kind: Type.Literal('mail'), address: Type.String({ maxLength: 320 }) },
    { additionalProperties: false },
  ),
])

/** Whom an account has told 14 and 2 days before access ends. */
const ReminderTargets = Type.Object({
  targets: Type.Array(NoticeTarget),
  /** Counts how often they were set: whoever changes them names it. */
  version: Type.Integer(),
  setBy: Type.Optional(Type.String()),
  setAt: Type.Optional(Instant),
})
export type ReminderTargets = Static<typeof ReminderTargets>

export const reminderOperations = {
  getReminderTargets: {
    summary: 'Whom the caller’s account has told before access ends',
    answer: ReminderTargets,
  },
  putReminderTargets: {
    summary: 'Replace whom it has told, if they are still those that were read',
    body: Type.Object(
      {
        targets: Type.Array(NoticeTarget, { maxItems: 10 }),
        version: Type.Integer({ minimum: 0 }),
      },
      { additionalProperties: false },
    ),
    answer: ReminderTargets,
  },
}
