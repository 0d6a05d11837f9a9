import { defineError } from '../../../foundation/errors.ts'

export const invalidNotice = defineError<{ reason: string }>({
  code: 'catalog.invalid-notice',
  kind: 'invalid',
  message: ({ reason }) => reason,
})

export const noSuchNotice = defineError<{ id: string }>({
  code: 'catalog.no-such-notice',
  kind: 'not-found',
  message: ({ id }) => `there is no notice "${id}"`,
})
