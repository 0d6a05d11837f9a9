import { defineError } from '../../foundation/errors.ts'

export const foreignPage = defineError<{ origin: string }>({
  code: 'notebooks-door.foreign-page',
  kind: 'denied',
  message: ({ origin }) => `a page of "${origin}" may not use this notebook`,
})

export const noSuchDoorPath = defineError<object>({
  code: 'notebooks-door.no-such-path',
  kind: 'not-found',
  message: () => 'there is no such path',
})

export const notebookSilent = defineError<object>({
  code: 'notebooks-door.silent',
  kind: 'unavailable',
  message: () => 'the notebook does not answer: it may have just ended',
})
