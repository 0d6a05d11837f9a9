import { defineError } from '../../foundation/errors.ts'

export const noSuchKey = defineError<{ location: string }>({
  code: 'storage.no-such-key',
  kind: 'not-found',
  message: () => 'The specified key does not exist.',
})
