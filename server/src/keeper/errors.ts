import { defineError } from '../foundation/errors.ts'

export const lineTooLong = defineError<{ lengthMax: number }>({
  code: 'keeper.line-too-long',
  kind: 'limit-exceeded',
  message: ({ lengthMax }) => `a line is longer than ${lengthMax} characters`,
})

export const tooMuchUnread = defineError<{ messagesMax: number }>({
  code: 'keeper.too-much-unread',
  kind: 'limit-exceeded',
  message: ({ messagesMax }) => `${messagesMax} messages of a driver are unread`,
})

export const unknownEvent = defineError<{ event: string }>({
  code: 'keeper.unknown-event',
  kind: 'invalid',
  message: ({ event }) => `"${event}" is no event of a driver`,
})
